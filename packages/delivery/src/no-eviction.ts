import type { Cluster, Redis } from 'ioredis'
import type { RedisClient } from './script'

/** Redis is configured to evict keys when its memory is full. */
export class EvictionError extends Error {
  override readonly name = 'EvictionError'
}

/**
 * Rejects with EvictionError unless Redis runs with `maxmemory-policy noeviction`. Another policy would evict ids but not
 * heads: messages would appear twice, without a new epoch.
 */
export async function assertNoEviction(redis: RedisClient): Promise<void> {
  const nodes: Redis[] = redis.isCluster ? (redis as Cluster).nodes('master') : [redis as Redis]
  for (const node of nodes) {
    const policy = /maxmemory_policy:(\S+)/.exec(await node.info('memory'))?.[1]
    if (policy === 'noeviction') continue
    throw new EvictionError(`Redis must run with maxmemory-policy noeviction, but has ${policy ?? 'none'}.`)
  }
}
