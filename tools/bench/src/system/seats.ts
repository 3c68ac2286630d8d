import type { RoomSeat } from '../load/dialect'
import type { Seat } from '../load/client'
import type { Shape } from './system'

/** Numbers of the rooms of each person: those who share one follow each other. */
export function roomsOf({ people, rooms, roomsEach = 1 }: Shape): number[][] {
  return Array.from({ length: people }, (_, nth) => {
    const first = Math.floor((nth * rooms) / people)
    return Array.from({ length: roomsEach }, (_, n) => (first + n) % rooms)
  })
}

/** Neither all of a server nor all of a room belong to one load process, which get every second seat. */
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
