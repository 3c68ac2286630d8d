import type { StreamPosition } from '@parley/protocol'
import type { RoomKeys } from './keys'
import { loadScript, type RedisClient } from './script'

/** The position of a room's last event; `seq` is the epoch itself while there is none. */
export interface Head extends StreamPosition {
  /** The number of the last message; 0 when none was said in this epoch. */
  said: number
}

/** A room's head and its tail beyond a cursor. */
export interface RoomTail extends Head {
  /** PostgreSQL has everything up to this number, the tail everything above it. */
  persistedSeq: number
  /** In effect while the stored offset of the room's partition is lower; a passed one may still be reported. */
  recoveryBarrier: number | null
  /** The tail beyond the cursor, ascending. With a cursor at or above `persistedSeq` these are all missed events. */
  events: { seq: number; event: string }[]
}

export interface Found extends StreamPosition {
  /** Null when the event was stored and trimmed: PostgreSQL has it. */
  event: string | null
}

const runReadTail = loadScript('read-tail.lua')
const runFind = loadScript('find.lua')

/** Head, persistedSeq and tail of one moment. Read it before PostgreSQL, never after. Null: head missing or foreign. */
export async function readTail(
  redis: RedisClient,
  keys: RoomKeys,
  afterSeq: number,
  limit = -1,
): Promise<RoomTail | null> {
  const answer = (await runReadTail(redis, [keys.room], [afterSeq, limit])) as string[] | null
  if (answer === null) return null
  const [epoch, seq, persistedSeq, recoveryBarrier, said, first, ...events] = answer
  return {
    epoch: Number(epoch),
    seq: Number(seq),
    said: Number(said),
    persistedSeq: Number(persistedSeq),
    recoveryBarrier: recoveryBarrier === '' ? null : Number(recoveryBarrier),
    events: events.map((event, i) => ({ seq: Number(first) + i, event })),
  }
}

/** The position of each id, in their order; null for an unknown one, and for all when the head is missing or foreign. */
export async function find(redis: RedisClient, keys: RoomKeys, ids: string[]): Promise<(Found | null)[]> {
  const answer = (await runFind(redis, [keys.room], ids)) as string[] | null
  if (answer === null) return ids.map(() => null)
  const [epoch, ...found] = answer
  return ids.map((_id, i) => {
    const seq = found[2 * i]
    return seq ? { seq: Number(seq), epoch: Number(epoch), event: found[2 * i + 1] || null } : null
  })
}
