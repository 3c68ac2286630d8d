import type { Redis } from 'ioredis'
import { APPEND_TIMEOUT_MS, createAppendQueue } from '../append-queue'
import { createAvailability } from '../availability'
import { LogMismatchError, LogUnavailableError } from '../errors'
import type { EventLog, OnAttemptFailed, StoredRecord } from '../event-log'
import { silentLogger, type Logger } from '../logger'
import { partitionOf } from '../partition'
import { SILENCE_MS } from '../watchdog'
import { connectForBlocking, connectForCommands, waitUntilReady } from './connect'
import { checkDurability } from './durability'
import { createLogKeys, type LogKeys } from './keys'
import {
  appendToStreams,
  readStreamMarks,
  toStoredRecord,
  type StreamEntry,
  type StreamMarks,
} from './streams'
import { consumeStreams } from './streams-consumer'

export interface RedisStreamsLogOptions {
  redisUrl: string
  prefix?: string
  /** Fixed when the log is created. */
  partitions?: number
  appendTimeoutMs?: number
  /** How long the start waits for Redis. Milliseconds. */
  openTimeoutMs?: number
  /** A consumer without a sign of life for this time loses its partitions to the others. Milliseconds. */
  leaseMs?: number
  /** See Watchdog. Milliseconds. */
  silenceMs?: number
  /** How many records of a partition stay after all groups have finished them. */
  keepRecords?: number
  onAttemptFailed?: OnAttemptFailed
  logger?: Logger
}

const OPEN_TIMEOUT_MS = 30_000
const LEASE_MS = 10_000
const KEEP_RECORDS = 10_000
const READ_PAGE = 200

/**
 * The log on Redis Streams, for a machine that cannot run Kafka. Here the promises hold as long as Redis keeps its disk.
 * Rejects with LogMismatchError when Redis is not configured to be durable (appendfsync always), with LogUnavailableError
 * when it does not answer.
 */
export async function createRedisStreamsLog(options: RedisStreamsLogOptions): Promise<EventLog> {
  const { redisUrl, prefix = 'parley-log', partitions = 12, logger = silentLogger } = options
  const { appendTimeoutMs = APPEND_TIMEOUT_MS } = options
  const keys = createLogKeys(prefix)
  const redis = connectForCommands(redisUrl, appendTimeoutMs, logger)
  let mismatch: unknown

  try {
    await waitUntilReady(redis, options.openTimeoutMs ?? OPEN_TIMEOUT_MS)
    await checkDurability(redis)
    await fixPartitions(redis, keys, partitions)
  } catch (error) {
    redis.disconnect()
    throw error
  }
  // Another Redis may have come back under this address.
  redis.on('ready', () => {
    checkDurability(redis).then(
      () => (mismatch = undefined),
      (error: unknown) => {
        if (!(error instanceof LogMismatchError)) return // down again: the next 'ready' checks again
        mismatch = error
        logger.error(
          { cause: error },
          'Redis is not configured to be durable; nothing is appended until it is',
        )
      },
    )
  })

  const availability = createAvailability({ probe: async () => void (await redis.ping()), logger })
  const queue = createAppendQueue({
    partitionOf: (key) => partitionOf(key, partitions),
    laneOf: () => 0,
    async send(records, leaving) {
      if (mismatch) throw mismatch as Error
      leaving()
      await appendToStreams(redis, keys, records)
    },
    onSent: availability.succeeded,
    onFailed(cause, records) {
      options.onAttemptFailed?.(records)
      availability.failed(cause)
    },
    onTimeout: availability.lost,
    timeoutMs: appendTimeoutMs,
  })

  async function readMarks(partition: number): Promise<StreamMarks> {
    try {
      return await readStreamMarks(redis, keys, partition)
    } catch (cause) {
      throw new LogUnavailableError('timeout', { maybeAppended: false, cause })
    }
  }

  async function* read(partition: number, from: number, to: number): AsyncGenerator<StoredRecord> {
    const { low, high } = await readMarks(partition)
    const end = Math.min(to, high)
    for (let next = Math.max(from, low); next < end;) {
      const entries = await readPage(partition, next, end)
      if (entries.length === 0) return // trimmed meanwhile
      yield* entries.map(toStoredRecord)
      next = toStoredRecord(entries.at(-1)!).offset + 1
    }
  }

  /** Offset n is the entry (n+1)-0. */
  async function readPage(partition: number, from: number, to: number): Promise<StreamEntry[]> {
    try {
      return await redis.xrange(keys.stream(partition), `${from + 1}-0`, `${to}-0`, 'COUNT', READ_PAGE)
    } catch (cause) {
      throw new LogUnavailableError('timeout', { maybeAppended: false, cause })
    }
  }

  return {
    partitions,
    partitionOf: (key) => partitionOf(key, partitions),
    append: (records) => queue.append(records),
    isAvailable: availability.isAvailable,
    end: async (partition) => (await readMarks(partition)).high,
    consume: (consumeOptions) =>
      consumeStreams(
        {
          redis,
          blocking: connectForBlocking(redisUrl, logger),
          keys,
          partitions,
          leaseMs: options.leaseMs ?? LEASE_MS,
          silenceMs: options.silenceMs ?? SILENCE_MS,
          keepRecords: options.keepRecords ?? KEEP_RECORDS,
          logger,
        },
        consumeOptions,
      ),
    read,
    async close() {
      await queue.close()
      availability.close()
      redis.disconnect()
    },
  }
}

async function fixPartitions(redis: Redis, keys: LogKeys, partitions: number): Promise<void> {
  await redis.set(keys.partitions, partitions, 'NX')
  const found = Number(await redis.get(keys.partitions))
  if (found === partitions) return
  throw new LogMismatchError(
    `The log in Redis ("${keys.partitions}") has ${found} partitions, but ${partitions} are configured. The number is ` +
      `fixed when the log is made: set it back to ${found}, or use another prefix.`,
  )
}
