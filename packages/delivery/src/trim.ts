import type { RoomKeys } from './keys'
import { loadScript, type RedisClient } from './script'

/** How long a stored id stays known. Seconds. A repeat that comes later is found in PostgreSQL. */
export const KEEP_IDS_SECONDS = 600

const runTrim = loadScript('trim.lua')

/**
 * Says that PostgreSQL has these ids, and cuts the tail below the floor.
 * Returns the floor: PostgreSQL has everything up to it. Null: the head is missing or foreign, and nothing was done.
 */
export async function trim(
  redis: RedisClient,
  keys: RoomKeys,
  ids: string[],
  keepSeconds = KEEP_IDS_SECONDS,
): Promise<number | null> {
  const floor = await runTrim(
    redis,
    [keys.head, keys.tail, keys.ids, keys.unstored, keys.marks],
    [keepSeconds, ...ids],
  )
  return floor === null ? null : Number(floor)
}
