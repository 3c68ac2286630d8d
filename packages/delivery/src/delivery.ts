import type { RoomId } from '@parley/protocol'
import { sequence, type SequenceResult, type SequenceRequest } from './sequence'
import { countUnstored, readHeads, startEpoch } from './head'
import { roomKeys } from './keys'
import type { RedisClient } from './script'
import { find, readTail, type Found, type Head, type RoomTail } from './tail'
import { findSeqs, type RoomSeqs } from './find-seqs'
import { forgetStored, trim, type RoomIds, type TrimOptions } from './trim'

/**
 * Seqs, tails and heads of rooms. Events are strings here. Every promise rejects when Redis is down; the call may have
 * run.
 */
export interface Delivery {
  /** Sequences events, known ids with their old seqs; all of the call or nothing. */
  sequence(request: SequenceRequest): Promise<SequenceResult>
  /**
   * Starts the first epoch of a new room; leaves a valid head unchanged. Call it before any user can write in the room,
   * and never later: a head that is lost after a message needs a recovery barrier, which only the persister can set.
   */
  startEpoch(roomId: RoomId, highest: number): Promise<void>
  /** The seqs of the ids of many rooms, in one step; null for a room whose head is missing or foreign. */
  findSeqs(rooms: RoomIds[]): Promise<(RoomSeqs | null)[]>
  /**
   * Reports that PostgreSQL has these ids. Returns each persistedSeq; null for a room whose head is missing or foreign.
   */
  trimRooms(rooms: RoomIds[], options?: TrimOptions): Promise<(number | null)[]>
  /** The same for one room. */
  trim(roomId: RoomId, stored: TrimOptions & { ids: string[] }): Promise<number | null>
  /** Deletes the remaining data of rooms in which nothing was stored for ten minutes. Call it regularly. */
  forgetStored(options?: { keepSeconds?: number }): Promise<void>
  /**
   * Drops all that Redis holds of the room, as if it had been lost: the persister starts a new epoch from the log and
   * PostgreSQL. For seqs that PostgreSQL contradicts.
   */
  forget(roomId: RoomId): Promise<void>
  /**
   * The room's head and its tail beyond the cursor, at most the first `limit` events of it (default: all); null when the
   * head is missing or foreign.
   */
  read(roomId: RoomId, afterSeq: number, limit?: number): Promise<RoomTail | null>
  /** The position of each id; null for an unknown one. */
  find(roomId: RoomId, ids: string[]): Promise<(Found | null)[]>
  /** How many events of the room PostgreSQL does not have yet. */
  countUnstored(roomId: RoomId): Promise<number>
  /** Heads of many rooms in one pipeline; null for a missing or foreign one. */
  heads(roomIds: RoomId[]): Promise<(Head | null)[]>
}

/** @param parts.prefix first part of every key; tests use their own */
export function createDelivery({
  redis,
  prefix = 'parley',
}: {
  redis: RedisClient
  prefix?: string
}): Delivery {
  const keysOf = (roomId: RoomId) => roomKeys(prefix, roomId)
  const sequenceHere = (request: SequenceRequest) => sequence(redis, keysOf(request.roomId), request)

  return {
    sequence: sequenceHere,
    startEpoch: (roomId, highest) => startEpoch(sequenceHere, roomId, highest),
    findSeqs: (rooms) => findSeqs(redis, prefix, rooms),
    trimRooms: (rooms, options) => trim(redis, prefix, rooms, options),
    async trim(roomId, { ids, ...options }) {
      const [persistedSeq = null] = await trim(redis, prefix, [{ roomId, ids }], options)
      return persistedSeq
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
