import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises'
import { MAX_BATCH_BYTES, MAX_BATCH_RECORDS, recordBytes } from './batch-slices'
import { LogUnavailableError } from './errors'
import type { LogRecord } from './event-log'

/** How long an append waits for the log. Milliseconds. After that the client's outbox holds the message. */
export const APPEND_TIMEOUT_MS = 10_000
/**
 * Maximum number of waiting records, in flight included. Ten full batches; more than that accumulates only while the log
 * is down.
 */
export const MAX_WAITING_RECORDS = 5_000
/**
 * A lane's requests begin at least this far apart: a request costs the server and Kafka more than ten records in it. A
 * record after a pause leaves at once. Milliseconds.
 */
const REQUEST_SPACING_MS = 4
const MAX_WAITING_BYTES = 8 * 1024 * 1024
/** Kafka refuses more than 1 MiB (message.max.bytes); a refused record would be retried for ever. */
export const MAX_RECORD_BYTES = 900 * 1024
/** Longest pause between two attempts. Milliseconds. The queue uses the log again at most this long after it returns. */
const LONGEST_PAUSE_MS = 500

export interface PartitionedRecord extends LogRecord {
  partition: number
}

export interface AppendQueue {
  append(records: LogRecord[]): Promise<void>
  /** Takes no more records; resolves when the waiting ones are appended or given up. */
  close(): Promise<void>
}

export interface AppendQueueOptions {
  partitionOf(key: string): number
  /**
   * Partitions of one lane share a request, and a lane has one request in flight: the next one gathers meanwhile. When
   * the lane is idle, a record leaves at the end of the turn.
   */
  laneOf(partition: number): number
  /**
   * One attempt. It must settle only when none of its requests is under way any more: the lane's next request starts
   * then, and two requests under way could change places. Call `leaving` before any byte can reach the log: an attempt
   * that fails without that call has certainly appended nothing.
   */
  send(records: PartitionedRecord[], leaving: () => void): Promise<void>
  onSent(): void
  /** Called with the number of records in a failed attempt; the log may hold them all the same. */
  onFailed(cause: unknown, records: number): void
  onTimeout(cause: unknown): void
  timeoutMs: number
  /** Clock and wait between two requests; tests use their own. */
  nowMs?: () => number
  sleep?: (ms: number) => Promise<unknown>
}

interface Append {
  left: number
  isSettled: boolean
  wasSent: boolean
  lastCause: unknown
  lanes: Set<Lane>
  resolve(error?: Error): void
}

interface Entry {
  record: PartitionedRecord
  bytes: number
  append: Append
}

interface Lane {
  waiting: Entry[]
  isRunning: boolean
  /** When its last request began. */
  sentAtMs: number
}

/** The bounded queue in front of the log. Both adapters append through it; it knows neither of them. */
export function createAppendQueue(options: AppendQueueOptions): AppendQueue {
  const { nowMs = () => performance.now(), sleep = pause } = options
  const lanes = new Map<number, Lane>()
  const running = new Set<Promise<void>>()
  let waitingRecords = 0
  let waitingBytes = 0
  let isClosed = false

  async function append(records: LogRecord[]): Promise<void> {
    if (isClosed) throw new LogUnavailableError('closed', { maybeAppended: false })
    if (records.length === 0) return
    const sizes = records.map(recordBytes)
    const bytes = sizes.reduce((sum, size) => sum + size, 0)
    const tooLarge = sizes.find((size) => size > MAX_RECORD_BYTES)
    if (tooLarge)
      throw new RangeError(`A record of ${tooLarge} bytes is above the limit of ${MAX_RECORD_BYTES}.`)
    if (waitingRecords + records.length > MAX_WAITING_RECORDS || waitingBytes + bytes > MAX_WAITING_BYTES) {
      throw new LogUnavailableError('full', { maybeAppended: false })
    }

    await new Promise<void>((resolve, reject) => {
      const pending = createAppend(records.length, resolve, reject)
      records.forEach((record, index) => {
        const partition = options.partitionOf(record.key)
        const lane = laneFor(partition)
        lane.waiting.push({ record: { ...record, partition }, bytes: sizes[index]!, append: pending })
        pending.lanes.add(lane)
      })
      waitingRecords += records.length
      waitingBytes += bytes
      for (const lane of pending.lanes) start(lane)
    })
  }

  function createAppend(left: number, resolve: () => void, reject: (error: Error) => void): Append {
    const append: Append = {
      left,
      isSettled: false,
      wasSent: false,
      lastCause: undefined,
      lanes: new Set(),
      resolve(error) {
        if (append.isSettled) return
        append.isSettled = true
        clearTimeout(timer)
        if (!error) return resolve()
        // The waiting records are not sent: their predecessors may be missing, and nobody would notice.
        for (const lane of append.lanes) dropSettled(lane)
        reject(error)
      },
    }
    const timer = setTimeout(() => {
      options.onTimeout(append.lastCause)
      timeOut(append)
      giveUpUnsent(append.lanes)
    }, options.timeoutMs)
    return append
  }

  function timeOut(append: Append) {
    append.resolve(
      new LogUnavailableError('timeout', { maybeAppended: append.wasSent, cause: append.lastCause }),
    )
  }

  /** Records that wait behind a timed-out append need not wait for their own timeout: none of them has left. */
  function giveUpUnsent(behind: Iterable<Lane>) {
    for (const lane of behind)
      for (const { append } of [...lane.waiting]) if (!append.wasSent) timeOut(append)
  }

  function laneFor(partition: number): Lane {
    const key = options.laneOf(partition)
    let lane = lanes.get(key)
    if (!lane) lanes.set(key, (lane = { waiting: [], isRunning: false, sentAtMs: -Infinity }))
    return lane
  }

  function start(lane: Lane) {
    if (lane.isRunning) return
    lane.isRunning = true
    // Records of the same turn of the event loop share the first request, too.
    const run = turn()
      .then(() => empty(lane))
      .finally(() => running.delete(run))
    running.add(run)
  }

  async function empty(lane: Lane): Promise<void> {
    while (lane.waiting.length > 0) {
      const restMs = lane.sentAtMs + REQUEST_SPACING_MS - nowMs()
      if (restMs > 0 && lane.waiting.length < MAX_BATCH_RECORDS) await sleep(restMs)
      const batch = takeBatch(lane)
      lane.sentAtMs = nowMs()
      await sendUntilDone(batch)
      batch.forEach(free)
    }
    lane.isRunning = false
  }

  /**
   * Retries only while a caller still waits for the answer, and only that caller's records: the others were already
   * rejected as maybe appended.
   */
  async function sendUntilDone(batch: Entry[]): Promise<void> {
    const stillAwaited = () => batch.filter(({ append }) => !append.isSettled)
    for (let attempt = 0; ; attempt++) {
      const awaited = stillAwaited()
      if (awaited.length === 0) return
      const leaving = () => awaited.forEach(({ append }) => (append.wasSent = true))
      try {
        await options.send(
          awaited.map(({ record }) => record),
          leaving,
        )
      } catch (cause) {
        options.onFailed(cause, awaited.length)
        for (const { append } of awaited) append.lastCause = cause
        if (stillAwaited().length > 0) await pause(Math.min(50 * 2 ** attempt, LONGEST_PAUSE_MS))
        continue
      }
      options.onSent()
      for (const { append } of awaited) if (--append.left === 0) append.resolve()
      return
    }
  }

  function takeBatch(lane: Lane): Entry[] {
    let bytes = 0
    let count = 0
    for (const entry of lane.waiting) {
      if (count === MAX_BATCH_RECORDS || (count > 0 && bytes + entry.bytes > MAX_BATCH_BYTES)) break
      bytes += entry.bytes
      count += 1
    }
    return lane.waiting.splice(0, count)
  }

  /** Appends time out in the order of their arrival, so the timed-out ones stand at the head. */
  function dropSettled(lane: Lane) {
    let count = 0
    while (lane.waiting[count]?.append.isSettled) count += 1
    lane.waiting.splice(0, count).forEach(free)
  }

  function free({ bytes }: Entry) {
    waitingRecords -= 1
    waitingBytes -= bytes
  }

  return {
    append,
    async close() {
      isClosed = true
      await Promise.all(running)
    },
  }
}
