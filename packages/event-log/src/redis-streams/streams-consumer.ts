import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { sliceRecords } from '../batch-slices'
import { LogRecreatedError, LogTruncatedError, LogUnavailableError } from '../errors'
import type { ConsumeOptions, LogConsumer, NotYet, StoredRecord } from '../event-log'
import type { Logger } from '../logger'
import { createWatchdog } from '../watchdog'
import { within } from '../within'
import { createDoneNotes } from './done-notes'
import type { LogKeys } from './keys'
import { createLeaseBatch, type LeaseBatch } from './lease-batch'
import { createLeases, type Lease } from './leases'
import { isSameLog, createStreamStarts, type ReadStart } from './stream-starts'
import { idBefore, toStoredRecord, type StreamEntry } from './streams'

export interface StreamsConsumerParts {
  redis: Redis
  /** A separate connection: it is blocked most of the time. Closed with the consumer. */
  blocking: Redis
  keys: LogKeys
  partitions: number
  leaseMs: number
  silenceMs: number
  keepRecords: number
  logger: Logger
}

/** Records per stream and read: bounds the memory. */
const READ_COUNT = 500
/**
 * How long a read waits for the first record, and so how long a change of partitions waits. A record ends the read at
 * once. Milliseconds.
 */
const READ_BLOCK_MS = 500
const REFRESH_AGAIN_MS = 500

/** One XREAD over all partitions whose lease we hold; crash-only like the Kafka consumer. */
export async function consumeStreams(
  parts: StreamsConsumerParts,
  options: ConsumeOptions,
): Promise<LogConsumer> {
  const { redis, blocking, keys, partitions, leaseMs, logger } = parts
  const { group } = options
  const leases = createLeases({ redis, keys, group, consumer: randomUUID(), partitions, ttlMs: leaseMs })
  const notes = createDoneNotes({ redis, keys, group, keepRecords: parts.keepRecords, logger })
  const watchdog = createWatchdog({ silenceMs: parts.silenceMs, onSilent: die })
  const starts = createStreamStarts({
    redis,
    keys,
    leases,
    startAt: (partition) => options.startAt(partition),
    onFatal: die,
  })
  const working = new Set<LeaseBatch>()
  let isReading = false
  let isDead = false
  let closing: Promise<void> | null = null
  let refreshTimer: NodeJS.Timeout | undefined
  let refreshing = Promise.resolve()
  const isOver = () => isDead || closing !== null

  try {
    await leases.refresh()
  } catch (cause) {
    release()
    throw new LogUnavailableError('timeout', { maybeAppended: false, cause })
  }
  scheduleRefresh(leaseMs * 0.3)
  const reading = readUntilOver()

  function scheduleRefresh(inMs: number) {
    if (isOver()) return
    refreshTimer = setTimeout(() => {
      refreshing = refresh()
    }, inMs)
  }

  async function refresh(): Promise<void> {
    try {
      if (!isStuck()) {
        await leases.refresh()
        await starts.check()
        if (!isReading && working.size === 0) watchdog.alive()
      }
      scheduleRefresh(leaseMs * 0.3)
    } catch (error) {
      logger.debug?.({ group, error }, 'the leases were not renewed')
      scheduleRefresh(Math.min(REFRESH_AGAIN_MS, leaseMs * 0.3))
    }
  }

  /** A consumer that works without a sign of life must lose its partitions, as it would in Kafka. */
  function isStuck(): boolean {
    return [...working].some((batch) => performance.now() - batch.aliveMs() > leaseMs * 0.7)
  }

  async function readUntilOver(): Promise<void> {
    while (!isOver()) {
      try {
        await settlePlaces()
        await readOnce()
      } catch (error) {
        if (isOver()) return
        logger.warn({ group, cause: error }, 'reading the log failed; trying again')
        await pause(REFRESH_AGAIN_MS)
      }
    }
  }

  async function settlePlaces(): Promise<void> {
    starts.forgetLost()
    for (const lease of leases.held()) {
      if (lease.isSurplus) {
        await notes.flush()
        starts.forget(lease)
        await leases.release(lease)
      } else if (!starts.has(lease)) await starts.findStart(lease)
    }
  }

  async function readOnce(): Promise<void> {
    const readable = starts.readable()
    if (readable.length === 0) return void (await pause(100))
    const streams = readable.map(([lease]) => keys.stream(lease.partition))
    const ids = readable.map(([, start]) => idBefore(start.next))
    isReading = true
    const reply = (await blocking
      .xread('COUNT', READ_COUNT, 'BLOCK', READ_BLOCK_MS, 'STREAMS', ...streams, ...ids)
      .finally(() => (isReading = false))) as [stream: string, entries: StreamEntry[]][] | null
    watchdog.alive()

    const fetched = (reply ?? []).map(([stream, entries]) => {
      const [lease, start] = readable[streams.indexOf(stream)]!
      return { lease, start, records: entries.map(toStoredRecord) }
    })
    const workers = Array.from({ length: options.partitionsAtOnce ?? 1 }, async () => {
      for (let one = fetched.shift(); one; one = fetched.shift())
        await handOver(one.lease, one.start, one.records)
    })
    await Promise.all(workers)
  }

  async function handOver(lease: Lease, start: ReadStart, records: StoredRecord[]): Promise<void> {
    // Read the identity after the records: if the stream was recreated before the read, the records belong to another
    // log.
    const identity = (await redis.get(keys.born(lease.partition))) ?? ''
    const first = records[0]!.offset
    if (!isSameLog(start, identity)) return die(new LogRecreatedError(lease.partition, start.next, first))
    if (first !== start.next) return die(new LogTruncatedError(lease.partition, start.next, first))
    start.identity = identity
    const readAtMs = performance.now()

    for (const slice of sliceRecords(records)) {
      if (isOver() || !leases.isValid(lease)) return
      // A full read may have left records in the stream.
      const isBehind = slice.at(-1) !== records.at(-1) || records.length === READ_COUNT
      const batch = createLeaseBatch({
        lease,
        leases,
        records: slice,
        readAtMs,
        isBehind,
        onAlive: watchdog.alive,
      })
      working.add(batch)
      let notYet: NotYet | void
      try {
        notYet = await options.onBatch(batch)
      } catch (error) {
        return die(toError(error))
      } finally {
        working.delete(batch)
      }
      watchdog.alive()
      // The result of a batch that lost its lease is not counted: the start is asked again.
      if (batch.wasLost() || lease.isLost) return starts.forget(lease)
      if (notYet) return starts.postpone(lease, notYet.againInMs)
      start.next = slice.at(-1)!.offset + 1
      notes.note(lease.partition, start.next)
    }
  }

  function die(error: Error) {
    if (isOver()) return
    isDead = true
    release()
    void leave().catch(() => {}) // the leases expire
    options.onFatal(error)
  }

  /** Not while leases are being taken: one could be left behind. */
  async function leave(): Promise<void> {
    await refreshing
    await leases.leave()
  }

  function release() {
    clearTimeout(refreshTimer)
    watchdog.close()
    notes.close()
    blocking.disconnect()
  }

  async function close(): Promise<void> {
    closing ??= (async () => {
      release()
      await reading
      await within(notes.flush().then(leave), 2_000).catch((cause: unknown) => {
        logger.warn({ cause, group }, 'the consumer did not leave its group in time')
      })
    })()
    return closing
  }

  return {
    assigned: () =>
      isOver() ? [] : [...leases.held()].map(({ partition }) => partition).sort((a, b) => a - b),
    lastActivityMs: watchdog.lastActivityMs,
    close,
  }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
