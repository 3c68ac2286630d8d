/** The Redis keys of one room. Nobody outside this package names or touches them. */
export interface RoomKeys {
  /** Hash: run (the `master_replid` that gave it), epoch, seq (the last number given), said (that of the last message), floor, and wall while one stands. */
  head: string
  /** Sorted set by number: `<seq> <event>` of every event above the floor. */
  tail: string
  /** Sorted set by number: ids given in this epoch, until 10 minutes after they were stored. */
  ids: string
  /** Sorted set by number: ids that PostgreSQL is not yet known to have. */
  unstored: string
  /** Sorted set by Unix second: floors, each with the second in which it was reached. */
  marks: string
}

/**
 * All keys of a room carry the hash tag `{roomId}`, so that a script may touch them together in Redis Cluster.
 * Throws on a room id that would break the tag.
 */
export function roomKeys(prefix: string, roomId: string): RoomKeys {
  if (!/^[^{}\s]+$/.test(roomId)) throw new TypeError(`not a room id: ${JSON.stringify(roomId)}`)
  const room = `${prefix}:{${roomId}}`
  return {
    head: `${room}:head`,
    tail: `${room}:tail`,
    ids: `${room}:ids`,
    unstored: `${room}:unstored`,
    marks: `${room}:marks`,
  }
}
