/**
 * How a room is kept; part of `run`, so that a version that keeps it otherwise takes the head for a foreign one, and the persister
 * seeds it anew: an upgrade in any order is one more loss of Redis. Each script has it, too.
 */
export const LAYOUT = '/2'

/**
 * The Redis key of one room, and what an earlier version had beside it. Nobody outside this package names or touches them.
 * The hash holds all of a room:
 * - its head: run (the `master_replid` that gave it, and LAYOUT), epoch, seq (the last number given), said (that of the last
 *   message), floor, wall while one stands, loss while it is lost;
 * - `above`: what is stored above the floor, as ranges of numbers; `marks`: when which floor was reached; `kept`: the last
 *   number whose id is forgotten;
 * - `id:<id>`: the number of an id, until 10 minutes after the event was stored;
 * - `<number>`: above the floor the tail: the id, a space and the event; below it the id.
 */
export interface RoomKeys {
  room: string
  /** Deleted with the room when it is seeded. */
  old: string[]
}

/** The hash tag `{roomId}` keeps a room's keys and its channel on one node of a Redis Cluster. Throws on an id that would break it. */
export function roomKeys(prefix: string, roomId: string): RoomKeys {
  if (!/^[^{}\s]+$/.test(roomId)) throw new TypeError(`not a room id: ${JSON.stringify(roomId)}`)
  const room = `${prefix}:{${roomId}}`
  return {
    room: `${room}:head`,
    old: ['tail', 'ids', 'unstored', 'marks'].map((name) => `${room}:${name}`),
  }
}

/** Sorted set of all rooms that hold more than their head, by the Unix second at which that was last so. */
export function fullRoomsKey(prefix: string): string {
  return `${prefix}:full-rooms`
}
