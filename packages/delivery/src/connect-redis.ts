import { Redis } from 'ioredis'

/** How long a command may take before its promise rejects. Milliseconds. The command may still run: "perhaps done". */
const COMMAND_TIMEOUT_MS = 1_000
/** A connection on which nothing came back for so long after something was sent is cut and made anew. Milliseconds. */
const SILENCE_MS = 3_000
/** Longest pause between two attempts to connect. Milliseconds. Events flow again so soon after Redis is back. */
const RECONNECT_MS = 500

export interface ConnectRedisOptions {
  /** `subscriber` is only for createRoomAdapter, which renews its subscriptions itself. */
  role: 'commands' | 'subscriber'
  /** Told of connection errors, once per failed attempt. Without it they show in `client.status` alone. */
  onError?: (error: Error) => void
}

/**
 * A connection that comes back for as long as it takes and holds nothing back meanwhile: a command given while Redis is away
 * rejects at once, one on its way when the connection breaks rejects then, and one that Redis does not answer after
 * COMMAND_TIMEOUT_MS. So memory stays bounded, and nothing is done later that its caller has given up.
 * `client.status === 'ready'` says whether Redis answers; a frozen Redis is noticed after SILENCE_MS.
 */
export function connectRedis(url: string, { role, onError }: ConnectRedisOptions): Redis {
  const client = new Redis(url, {
    retryStrategy: (attempt) => Math.min(attempt * 50, RECONNECT_MS),
    connectTimeout: SILENCE_MS,
    socketTimeout: SILENCE_MS,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    // Rejects what is on its way at every lost connection; any other number would hold it for that many attempts.
    maxRetriesPerRequest: 0,
    // ioredis resubscribes without a catch: a connection that breaks twice would end the process.
    autoResubscribe: false,
    ...(role === 'commands' && { commandTimeout: COMMAND_TIMEOUT_MS }),
  })
  // Without a listener ioredis writes to the console.
  client.on('error', (error: Error) => onError?.(error))
  return client
}

/** Resolves once commands will be taken; rejects after `timeoutMs`. For the start of a service. */
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
