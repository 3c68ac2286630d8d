import type { RoomId } from '@parley/protocol'
/**
 * The layout of a room's hash. It is part of `replicationId`, so a version with another layout takes the head for a foreign one, and
 * the persister starts a new epoch: an upgrade in any order is one more loss of Redis. Each script has it, too.
 */
export const LAYOUT = '/3'

/**
 * The Redis key of one room, and the keys that an earlier version had beside it. Only this package names or touches them.
 * The hash holds everything of a room:
 * - its head: replicationId (of the Redis that gave it, with LAYOUT), epoch, seq (the last one given), said (that of the last
 *   message), persistedSeq, recoveryBarrier while one stands, loss while it is lost;
 * - `above`: the stored events above persistedSeq, as ranges of seqs; `marks`: when each persistedSeq was reached; `kept`: the last
 *   seq whose id is forgotten;
 * - `id:<id>`: the seq of an id, until 10 minutes after the event was stored;
 * - `<seq>`: above persistedSeq the tail: the id, a space and the event; below it the id.
 */
export interface RoomKeys {
  room: string
  /** Deleted with the room when an epoch starts. */
  old: string[]
}

/** The hash tag `{roomId}` keeps a room's keys and its channel on one node of a Redis Cluster. Throws on an id that would break it. */
export function roomKeys(prefix: string, roomId: RoomId): RoomKeys {
  if (!/^[^{}\s]+$/.test(roomId)) throw new TypeError(`not a room id: ${JSON.stringify(roomId)}`)
  const room = `${prefix}:{${roomId}}`
  return {
    room: `${room}:head`,
    old: ['tail', 'ids', 'unstored', 'marks'].map((name) => `${room}:${name}`),
  }
}

/** Sorted set of all rooms that hold more than their head, by the Unix second at which that was last true. */
export function fullRoomsKey(prefix: string): string {
  return `${prefix}:full-rooms`
}
