import { setTimeout as delay } from 'node:timers/promises'
import type { RedisClient } from '@parley/delivery'

/** How many joined from here within the minute that the first of them began, this one included, and how long that minute lasts. */
export type CountJoins = (network: string) => Promise<{ count: number; restMs: number }>

export const JOIN_WINDOW_MS = 60_000
/** A person waits for this: a Redis that does not answer is as good as away. */
const PATIENCE_MS = 500

/** Counts for all servers together. Rejects when Redis is away, at once or within half a second. */
export function createCountJoins(redis: RedisClient, prefix = 'parley'): CountJoins {
  return async function countJoins(network) {
    const key = `${prefix}:joins:${network}`
    // NX: the minute begins with its first join; refused ones do not lengthen it.
    const counting = redis.multi().incr(key).pexpire(key, JOIN_WINDOW_MS, 'NX').pttl(key).exec()
    const answers = await Promise.race([counting, delay(PATIENCE_MS, null, { ref: false })])
    if (!answers) throw new Error('Redis does not answer')
    const [count, , restMs] = answers.map(([error, value]) => {
      if (error) throw error
      return Number(value)
    })
    return { count: count!, restMs: restMs! }
  }
}
