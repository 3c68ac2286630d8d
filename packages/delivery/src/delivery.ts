import { deliver, type Delivered, type DeliverRequest } from './deliver'
import { countUnstored, readHeads, seedHead, type Head } from './head'
import { roomKeys } from './keys'
import type { RedisClient } from './script'
import { find, readTail, type Found, type RoomTail } from './tail'
import { findNumbers, type RoomNumbers } from './find-numbers'
import { forgetStored, trim, type RoomIds, type TrimOptions } from './trim'

/** Numbers, tails and heads of rooms. Events are strings here. Every promise rejects when Redis is away: "perhaps done". */
export interface Delivery {
  /** Gives events their numbers, known ids their old ones; all of the call or nothing. */
  deliver(request: DeliverRequest): Promise<Delivered>
  /**
   * Starts the head of a room just made; leaves a valid head as it is. Call it before anybody can speak in the room, and never
   * later: a head lost after somebody spoke needs a wall, which only the persister can give it.
   */
  seed(roomId: string, highest: number): Promise<void>
  /** Which numbers the ids of many rooms have, in one step; null for a room whose head is missing or foreign. */
  findNumbers(rooms: RoomIds[]): Promise<(RoomNumbers | null)[]>
  /** Says that PostgreSQL has these ids. Returns the floors; null for a room whose head is missing or foreign. */
  trimRooms(rooms: RoomIds[], options?: TrimOptions): Promise<(number | null)[]>
  /** The same for one room. */
  trim(roomId: string, stored: TrimOptions & { ids: string[] }): Promise<number | null>
  /** Forgets what is known of rooms in which nothing was stored for ten minutes. Call it now and then. */
  forgetStored(options?: { keepSeconds?: number }): Promise<void>
  /**
   * Drops all that Redis holds of the room, as if it had been lost: the persister seeds it anew, from the log and
   * PostgreSQL. For numbers that PostgreSQL contradicts.
   */
  forget(roomId: string): Promise<void>
  /**
   * Where the room stands and its tail beyond the cursor, the first `limit` events of it (default: all); null when the
   * head is missing or foreign.
   */
  read(roomId: string, afterSeq: number, limit?: number): Promise<RoomTail | null>
  /** What each id got; null for an unknown one. */
  find(roomId: string, ids: string[]): Promise<(Found | null)[]>
  /** How many events of the room PostgreSQL does not have yet. */
  countUnstored(roomId: string): Promise<number>
  /** Heads of many rooms in one pipeline; null for a missing or foreign one. */
  heads(roomIds: string[]): Promise<(Head | null)[]>
}

/** @param parts.prefix first part of every key; tests give their own */
export function createDelivery({
  redis,
  prefix = 'parley',
}: {
  redis: RedisClient
  prefix?: string
}): Delivery {
  const keysOf = (roomId: string) => roomKeys(prefix, roomId)
  const deliverHere = (request: DeliverRequest) => deliver(redis, keysOf(request.roomId), request)

  return {
    deliver: deliverHere,
    seed: (roomId, highest) => seedHead(deliverHere, roomId, highest),
    findNumbers: (rooms) => findNumbers(redis, prefix, rooms),
    trimRooms: (rooms, options) => trim(redis, prefix, rooms, options),
    async trim(roomId, { ids, ...options }) {
      const [floor = null] = await trim(redis, prefix, [{ roomId, ids }], options)
      return floor
    },
    forgetStored: (options) => forgetStored(redis, prefix, options),
    async forget(roomId) {
      await redis.unlink(keysOf(roomId).room)
    },
    read: (roomId, afterSeq, limit) => readTail(redis, keysOf(roomId), afterSeq, limit),
    find: (roomId, ids) => find(redis, keysOf(roomId), ids),
    countUnstored: (roomId) => countUnstored(redis, keysOf(roomId)),
    heads: (roomIds) => readHeads(redis, prefix, roomIds),
  }
}
