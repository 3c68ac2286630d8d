import type { Redis } from 'ioredis'
import { LogMismatchError } from '../errors'

/**
 * An append is acknowledged when Redis has answered. By then Redis must have written it to the disk, and it must never
 * evict it. Throws LogMismatchError when Redis is not configured for that.
 */
export async function checkDurability(redis: Redis): Promise<void> {
  await expectSetting(redis, 'appendonly', 'yes')
  await expectSetting(redis, 'appendfsync', 'always')
  await expectSetting(redis, 'maxmemory-policy', 'noeviction')
}

async function expectSetting(redis: Redis, name: string, wanted: string): Promise<void> {
  const [, found] = await redis.config('GET', name)
  if (found === wanted) return
  throw new LogMismatchError(
    `Redis has ${name}=${found ?? '?'}; as the log it needs ${name}=${wanted}, or acknowledged messages could be lost. ` +
      'Set it in redis.conf, or use Kafka.',
  )
}
