import { connectRedis, waitForRedis } from '@parley/delivery'
import { makeTestDirectory, startRedis } from '@parley/engines'
import type { Redis } from 'ioredis'

/** A Redis that no other process uses: runs empty it. */
export async function startOwnRedis(): Promise<{ redis: Redis; close(): Promise<void> }> {
  const directory = await makeTestDirectory()
  const engine = await startRedis({ dataDir: directory.path })
  const redis = connectRedis(engine.url, { role: 'commands' })
  await waitForRedis(redis, 10_000)
  return {
    redis,
    async close() {
      redis.disconnect()
      await engine.stop()
      await directory.delete()
    },
  }
}
