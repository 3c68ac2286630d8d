import type { Duplex } from 'node:stream'
import { Redis } from 'ioredis'

/** How long a command may take before its promise rejects. Milliseconds. The command may still run. */
const COMMAND_TIMEOUT_MS = 1_000
/** A connection on which no answer came for this time after a command was sent is cut and replaced. Milliseconds. */
const SILENCE_MS = 3_000
/**
 * Longest pause between two attempts to connect. Milliseconds. Events flow again within this time after Redis is back.
 */
const RECONNECT_MS = 500

export interface ConnectRedisOptions {
  /** `subscriber` is only for createRoomAdapter, which renews its subscriptions itself. */
  role: 'commands' | 'subscriber'
  /** Called with connection errors, once per failed attempt. Without it they show only in `client.status`. */
  onError?: (error: Error) => void
}

/**
 * A connection that keeps trying to reconnect and queues nothing meanwhile. A command rejects at once while Redis is
 * down, when the connection breaks during it, and after COMMAND_TIMEOUT_MS without an answer. So memory stays bounded,
 * and no command runs later than its caller waits. `client.status === 'ready'` tells whether Redis answers; a frozen
 * Redis is noticed after SILENCE_MS.
 */
export function connectRedis(url: string, { role, onError }: ConnectRedisOptions): Redis {
  const client = new Redis(url, {
    retryStrategy: (attempt) => Math.min(attempt * 50, RECONNECT_MS),
    connectTimeout: SILENCE_MS,
    socketTimeout: SILENCE_MS,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    // Rejects commands under way at every lost connection; any other number would hold them for that many attempts.
    maxRetriesPerRequest: 0,
    // ioredis resubscribes without a catch: a connection that breaks twice would end the process.
    autoResubscribe: false,
    ...(role === 'commands' && { commandTimeout: COMMAND_TIMEOUT_MS }),
  })
  client.on('connect', () => writeTogether(client.stream))
  // Without a listener ioredis writes to the console.
  client.on('error', (error: Error) => onError?.(error))
  return client
}

/** Commands of one turn of the event loop leave in one write: a system call costs more than the rest of a command. */
function writeTogether(stream: Duplex): void {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean
  let isCorked = false
  stream.write = (...args: unknown[]) => {
    if (!isCorked) {
      isCorked = true
      stream.cork()
      process.nextTick(() => {
        isCorked = false
        stream.uncork()
      })
    }
    return write(...args)
  }
}

/** Resolves when commands will be accepted; rejects after `timeoutMs`. For the start of a service. */
export async function waitForRedis(client: Redis, timeoutMs: number): Promise<void> {
  if (client.status === 'ready') return
  await new Promise<void>((resolve, reject) => {
    const onReady = () => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(() => {
      client.off('ready', onReady)
      reject(new Error(`Redis did not answer within ${timeoutMs} ms.`))
    }, timeoutMs)
    client.once('ready', onReady)
  })
}
