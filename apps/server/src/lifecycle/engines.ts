import { openDatabase } from '@parley/database'
import { assertNoEviction, connectRedis, waitForRedis } from '@parley/delivery'
import { openEventLog, type OnAttemptFailed } from '@parley/event-log'
import { untilItWorks, type Logger } from '@parley/service'
import type { Config } from '../config'

const BACKOFF = { firstMs: 250, mostMs: 5_000 }
const REDIS_WAIT_MS = 5_000

/** Connects to the three engines, and waits while one is down: a server must not die because it started first. */
export async function connectEngines(config: Config, onAttemptFailed: OnAttemptFailed, logger: Logger) {
  const database = openDatabase({
    url: config.databaseUrl,
    onPoolError: (cause) => logger.warn({ cause }, 'PostgreSQL dropped a connection'),
  })
  const onError = (cause: Error) =>
    logger.warn({ cause: cause.message }, 'the connection to Redis failed; reconnecting')
  const redis = connectRedis(config.redisUrl, { role: 'commands', onError })
  const subscriber = connectRedis(config.redisUrl, { role: 'subscriber', onError })

  await wait('Redis', async () => {
    await waitForRedis(redis, REDIS_WAIT_MS)
    await assertNoEviction(redis)
  })
  const eventLog = await wait('the log', () => openEventLog({ ...config.log, onAttemptFailed, logger }))
  await wait('PostgreSQL', () => database.ping())

  function wait<T>(engine: string, work: () => Promise<T>): Promise<T> {
    return untilItWorks(work, {
      backoff: BACKOFF,
      onFailure: (cause) => logger.warn({ cause }, `waiting for ${engine}`),
    })
  }

  async function close() {
    await eventLog.close()
    redis.disconnect()
    subscriber.disconnect()
    await database.close()
  }

  return { database, redis, subscriber, eventLog, close }
}

export type Engines = Awaited<ReturnType<typeof connectEngines>>
