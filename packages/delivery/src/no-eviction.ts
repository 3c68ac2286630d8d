import type { Cluster, Redis } from 'ioredis'
import type { RedisClient } from './script'

/** Redis is set up to throw keys away when its memory is full. */
export class EvictionError extends Error {
  override readonly name = 'EvictionError'
}

/**
 * Rejects with EvictionError unless Redis runs with `maxmemory-policy noeviction`. Another policy would drop ids but not heads:
 * messages doubled, without an epoch that says so.
 */
export async function assertNoEviction(redis: RedisClient): Promise<void> {
  const nodes: Redis[] = redis.isCluster ? (redis as Cluster).nodes('master') : [redis as Redis]
  for (const node of nodes) {
    const policy = /maxmemory_policy:(\S+)/.exec(await node.info('memory'))?.[1]
    if (policy === 'noeviction') continue
    throw new EvictionError(`Redis must run with maxmemory-policy noeviction, but has ${policy ?? 'none'}.`)
  }
}
