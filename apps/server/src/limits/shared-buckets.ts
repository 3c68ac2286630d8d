import type { RedisClient } from '@parley/delivery'
import { orAfter, type Logger } from '@parley/service'
import { createBuckets } from './buckets'
import type { Rate } from './token-bucket'

/** Takes one token of a key's bucket: null when there was one, else the milliseconds until there is. Never rejects. */
export type TakeShared = (key: string, rate: Rate) => Promise<number | null>

/** A user waits for this: a Redis that does not answer counts as down. */
const TIMEOUT_MS = 500

// A bucket is one number: the moment at which it is full again (GCRA). The key expires at that moment, so Redis keeps
// nothing of inactive users. Redis's own clock counts: those of servers differ.
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local burst, step = tonumber(ARGV[1]), tonumber(ARGV[2])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + step
local wait = full - now - burst * step
if wait > 0 then return math.ceil(wait) end
redis.call('SET', KEYS[1], string.format('%.3f', full), 'PX', math.ceil(full - now))
return 0`

/**
 * Buckets that all servers share. While Redis is down or silent, each server counts by itself: a limit that is too wide
 * for a while is better than a request that waits.
 */
export function createSharedBuckets(parts: {
  redis: Pick<RedisClient, 'eval'>
  nowMs: () => number
  logger: Logger
  prefix?: string
}): TakeShared {
  const { redis, nowMs, logger, prefix = 'parley' } = parts
  const takeHere = createBuckets(nowMs)

  return async function takeShared(key, rate) {
    try {
      const waitMs = await takeFromRedis(key, rate)
      return waitMs > 0 ? waitMs : null
    } catch (cause) {
      logger.debug({ cause }, 'shared limit not available; this server counts alone')
      return takeHere(key, rate)
    }
  }

  async function takeFromRedis(key: string, { burst, perSecond }: Rate): Promise<number> {
    const taking = redis.eval(TAKE, 1, `${prefix}:limit:${key}`, burst, 1_000 / perSecond)
    const waitMs = await orAfter(TIMEOUT_MS, taking, null)
    if (waitMs === null) throw new Error('Redis does not answer')
    return Number(waitMs)
  }
}
