import type { RoomSeat } from '../load/dialect'
import type { Seat } from '../load/client'
import type { Shape } from './system'

/** Indexes of the rooms of each client: clients that share a room follow each other. */
export function roomsOf({ people, rooms, roomsEach = 1 }: Shape): number[][] {
  return Array.from({ length: people }, (_, nth) => {
    const first = Math.floor((nth * rooms) / people)
    return Array.from({ length: roomsEach }, (_, n) => (first + n) % rooms)
  })
}

/** Load processes get alternating seats, so that none has a whole server or a whole room. */
export function seatsOf(
  shape: Shape,
  urls: readonly string[],
  roomOf: (number: number) => RoomSeat,
  cookieOf: (nth: number) => string | null,
): Seat[] {
  const { connectionsEach = 1, isRoomOnOneServer = false } = shape
  return roomsOf(shape).flatMap((numbers, nth) =>
    Array.from({ length: connectionsEach }, (_, n) => ({
      url: urls[((isRoomOnOneServer ? numbers[0]! : nth >> 1) + n) % urls.length]!,
      cookie: cookieOf(nth),
      rooms: numbers.map(roomOf),
    })),
  )
}
