import type { RedisClient } from '@parley/delivery'
import { every, type Closable, type Logger } from '@parley/service'

/** The other servers, as known from the time when Redis could be reached. */
export interface Peers extends Closable {
  /**
   * Whether one of them accepts clients and reaches Redis now. Also false when no peer is known or answers. Never
   * rejects.
   */
  doesAnyReachRedis(): Promise<boolean>
}

const KEY = 'parley:servers'
const ANNOUNCE_EVERY_MS = 5_000
/** A server that has not announced itself for this time is gone, or cannot reach Redis either. Seconds. */
const FORGET_AFTER_SECONDS = 30
/** /readyz answers within a second. */
const TIMEOUT_MS = 2_000

/**
 * Servers announce themselves in Redis, and each remembers the others. When Redis is gone, it asks them one by one: at
 * that moment nothing else can tell whether Redis is down or only the connection to it.
 */
export function meetPeers(parts: {
  redis: RedisClient
  /** The addresses at which others reach this server. */
  addresses: readonly string[]
  logger: Logger
}): Peers {
  const { redis, addresses, logger } = parts
  const self = JSON.stringify(addresses)
  let known: string[][] = []
  const timer = every(ANNOUNCE_EVERY_MS, announce)
  void announce()

  async function announce() {
    if (redis.status !== 'ready') return // known peers stay known
    try {
      // Redis's clock, because those of the servers may differ.
      const [seconds] = await redis.time()
      const now = Number(seconds)
      await redis.zadd(KEY, now, self)
      await redis.zremrangebyscore(KEY, '-inf', String(now - FORGET_AFTER_SECONDS))
      const servers = await redis.zrange(KEY, '0', '-1')
      known = servers.filter((server) => server !== self).map((server) => JSON.parse(server) as string[])
    } catch (cause) {
      logger.debug({ cause }, 'not announced to the other servers; next time')
    }
  }

  async function doesAnyReachRedis(): Promise<boolean> {
    const answers = known.flat().map(async (address) => {
      if (!(await reachesRedis(address))) throw new Error('not this one')
    })
    return Promise.any(answers).then(
      () => true,
      () => false,
    )
  }

  return {
    doesAnyReachRedis,
    async close() {
      await timer.close()
      await redis.zrem(KEY, self).catch(() => 0) // it expires anyway
    },
  }
}

async function reachesRedis(address: string): Promise<boolean> {
  try {
    const response = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    const state = (await response.json()) as { ready?: unknown; redis?: unknown }
    return state.ready === true && state.redis === true
  } catch {
    return false // gone, or another service at that address
  }
}
