import { Redis } from 'ioredis'
import { LogUnavailableError } from '../errors'
import type { Logger } from '../logger'

const RECONNECT_MS = 500
/** A connection on which no answer came for this time after a command was sent is replaced. Milliseconds. */
const SILENCE_MS = 10_000

/**
 * For all commands that are answered at once. A failed command is not run later: it rejects while Redis is down, when the
 * connection breaks, and after `timeoutMs` (then it may have run).
 */
export function connectForCommands(url: string, timeoutMs: number, logger: Logger): Redis {
  return connect(url, logger, {
    commandTimeout: timeoutMs,
    socketTimeout: SILENCE_MS,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
  })
}

/** For XREAD BLOCK, which also waits through an outage; it only reads, so it may be sent twice. */
export function connectForBlocking(url: string, logger: Logger): Redis {
  return connect(url, logger, { maxRetriesPerRequest: null })
}

function connect(url: string, logger: Logger, options: object): Redis {
  const redis = new Redis(url, {
    // Replies to XREAD have another shape in RESP3.
    protocol: 2,
    connectTimeout: 3_000,
    retryStrategy: (attempt: number) => Math.min(attempt * 50, RECONNECT_MS),
    ...options,
  })
  // Without a listener ioredis writes to the console; availability reports that Redis is down.
  redis.on('error', (error: Error) =>
    logger.debug?.({ error: error.message }, 'redis connection of the log failed'),
  )
  return redis
}

export async function waitUntilReady(redis: Redis, timeoutMs: number): Promise<void> {
  if (redis.status === 'ready') return
  await new Promise<void>((resolve, reject) => {
    const onReady = () => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(() => {
      redis.off('ready', onReady)
      reject(new LogUnavailableError('timeout', { maybeAppended: false }))
    }, timeoutMs)
    redis.once('ready', onReady)
  })
}
