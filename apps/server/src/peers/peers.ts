import type { RedisClient } from '@parley/delivery'
import { every, type Closable, type Log } from '@parley/service'

/** The other servers, as they were known while Redis could be reached. */
export interface Peers extends Closable {
  /** Whether one of them may get people and reaches Redis now. False, too, when nobody is known or answers. Never rejects. */
  doesAnyReachRedis(): Promise<boolean>
}

const KEY = 'parley:servers'
const ANNOUNCE_EVERY_MS = 5_000
/** Who has not announced itself for so long is gone, or cannot reach Redis either. Seconds. */
const FORGET_AFTER_SECONDS = 30
/** /readyz answers within a second. */
const TIMEOUT_MS = 2_000

/**
 * Servers announce themselves in Redis, and each keeps in mind who was there. When Redis is gone, those are asked one by
 * one: at that moment nothing else can tell whether Redis is away or only the way to it.
 */
export function meetPeers(parts: {
  redis: RedisClient
  /** Where others reach this server. */
  addresses: readonly string[]
  log: Log
}): Peers {
  const { redis, addresses, log } = parts
  const self = JSON.stringify(addresses)
  let known: string[][] = []
  const timer = every(ANNOUNCE_EVERY_MS, announce)
  void announce()

  async function announce() {
    if (redis.status !== 'ready') return // who was known stays known
    try {
      // Redis's clock, because those of the servers may differ.
      const [seconds] = await redis.time()
      const now = Number(seconds)
      await redis.zadd(KEY, now, self)
      await redis.zremrangebyscore(KEY, '-inf', String(now - FORGET_AFTER_SECONDS))
      const servers = await redis.zrange(KEY, '0', '-1')
      known = servers.filter((server) => server !== self).map((server) => JSON.parse(server) as string[])
    } catch (cause) {
      log.debug({ cause }, 'not announced to the other servers; next time')
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
      await redis.zrem(KEY, self).catch(() => 0) // forgotten by itself
    },
  }
}

async function reachesRedis(address: string): Promise<boolean> {
  try {
    const response = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    const state = (await response.json()) as { ready?: unknown; redis?: unknown }
    return state.ready === true && state.redis === true
  } catch {
    return false // gone, or not what we took it for
  }
}
