import type { RoomKeys } from './keys'
import { roomEnvelope } from './room-channel'
import { loadScript, type RedisClient } from './script'

/** The script refuses more, and then nothing of the call is written. */
export const MOST_EVENTS_PER_DELIVERY = 500

export interface DeliverRequest {
  roomId: string
  /** A server never seeds, and waits at a wall; the persister may seed, since it reads the log in order. */
  by: 'server' | 'persister'
  /** How far PostgreSQL has stored the room's partition: the offset of the next record to store. */
  storedOffset: number
  /** What to start a lost head with. Only for the persister; without effect while the head is valid. */
  seed?: {
    /** The highest number that PostgreSQL has for the room; 0 when it has none. */
    highest: number
    /** The log's end, read after the head was found lost: servers number here again once `storedOffset` reaches it. */
    wall: number | null
    /** The loss that `wall` is of. Another one meanwhile: the answer is 'unseeded' again. */
    loss?: string
  }
  /**
   * The room's epoch when these were known not to be stored: before they were first appended, or before PostgreSQL was asked.
   * Numbers are given in that epoch only. 0: not known, so the answer to new events is 'moved'. Left out: given in any.
   */
  epoch?: number
  /** In the order of the log. At most MOST_EVENTS_PER_DELIVERY. `isChange`: no message, but something about one. */
  events: { id: string; event: string; isChange?: boolean }[]
}

export interface DeliveredEvent {
  id: string
  seq: number
  /** False: the id was known and `seq` is the number it already had. */
  fresh: boolean
}

export type Delivered =
  /** `unstored`: how many of the room's events PostgreSQL is not yet known to have. */
  | { kind: 'delivered'; epoch: number; events: DeliveredEvent[]; unstored: number }
  /** `loss`: its name, for the persister; empty for a server. */
  | { kind: 'unseeded'; loss: string }
  /** Numbers began anew: ask PostgreSQL for these events, then repeat with this epoch. */
  | { kind: 'moved'; epoch: number }
  | { kind: 'behind' }

const runDeliver = loadScript('deliver.lua')

/**
 * Numbers the events, appends them to the room's tail and sends the new ones to everybody in the room: all of them or none.
 * Safe to repeat while the ids are known; a rejection (timeout, connection lost) means "perhaps done".
 */
export async function deliver(
  redis: RedisClient,
  keys: RoomKeys,
  { roomId, by, storedOffset, seed, epoch: lookedIn, events }: DeliverRequest,
): Promise<Delivered> {
  const answer = (await runDeliver(
    redis,
    [keys.room, ...(seed ? keys.old : [])],
    [
      by,
      storedOffset,
      seed?.highest ?? '',
      seed?.wall ?? '',
      seed?.loss ?? '',
      lookedIn ?? '',
      ...roomEnvelope(roomId),
      ...events.flatMap(({ id, event, isChange }) => [id, event, isChange ? '1' : '']),
    ],
  )) as [string, ...(string | number)[]]

  if (answer[0] === 'unseeded') return { kind: 'unseeded', loss: String(answer[1]) }
  if (answer[0] === 'moved') return { kind: 'moved', epoch: Number(answer[1]) }
  if (answer[0] === 'behind') return { kind: 'behind' }
  const [, epoch, unstored, ...numbers] = answer
  return {
    kind: 'delivered',
    epoch: Number(epoch),
    unstored: Number(unstored),
    events: events.map(({ id }, i) => ({
      id,
      seq: Number(numbers[2 * i]),
      fresh: numbers[2 * i + 1] === '1',
    })),
  }
}
