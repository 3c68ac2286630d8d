import type { RoomKeys } from './keys'
import { loadScript, type RedisClient } from './script'

/** How long a stored id stays known. Seconds. A repeat that comes later is found in PostgreSQL. */
export const KEEP_IDS_SECONDS = 600

const runTrim = loadScript('trim.lua')

export interface Stored {
  ids: string[]
  /** How far PostgreSQL has stored the room's partition: a wall that this has passed is taken down. Default 0. */
  offset?: number
  keepSeconds?: number
}

/**
 * Says that PostgreSQL has these ids, and cuts the tail below the floor.
 * Returns the floor: PostgreSQL has everything up to it. Null: the head is missing or foreign, and nothing was done.
 */
export async function trim(
  redis: RedisClient,
  keys: RoomKeys,
  { ids, offset = 0, keepSeconds = KEEP_IDS_SECONDS }: Stored,
): Promise<number | null> {
  const floor = await runTrim(
    redis,
    [keys.head, keys.tail, keys.ids, keys.unstored, keys.marks],
    [keepSeconds, offset, ...ids],
  )
  return floor === null ? null : Number(floor)
}
