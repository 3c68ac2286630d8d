import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises'
import { MAX_BATCH_BYTES, MAX_BATCH_RECORDS, recordBytes } from './batch-slices'
import { LogUnavailableError } from './errors'
import type { LogRecord } from './event-log'

/** How long an append waits for the log. Milliseconds. After it the client's outbox holds the message. */
export const APPEND_TIMEOUT_MS = 10_000
/** What may wait, in flight included. Ten full batches; more only grows while the log is away. */
export const MAX_WAITING_RECORDS = 5_000
const MAX_WAITING_BYTES = 8 * 1024 * 1024
/** Kafka refuses what is above 1 MiB (message.max.bytes); a refused record would be tried for ever. */
export const MAX_RECORD_BYTES = 900 * 1024
/** Longest pause between two attempts. Milliseconds: so soon after the log's return it is used again. */
const LONGEST_PAUSE_MS = 500

export interface PartitionedRecord extends LogRecord {
  partition: number
}

export interface AppendQueue {
  append(records: LogRecord[]): Promise<void>
  /** Takes nothing more; resolves when what waits is appended or given up. */
  close(): Promise<void>
}

export interface AppendQueueOptions {
  partitionOf(key: string): number
  /**
   * Partitions of one lane share a request, and a lane has one request in flight: while it is on its way the next one
   * gathers. No timers: idle, a record leaves at the end of the turn.
   */
  laneOf(partition: number): number
  /**
   * One attempt. It must settle only when nothing of it is under way any more: the lane's next request starts then, and
   * two requests under way could change places. `leaving` is called before anything of it can reach the log: an attempt that
   * fails without it leaves no doubt.
   */
  send(records: PartitionedRecord[], leaving: () => void): Promise<void>
  onSent(): void
  /** With how many records the attempt had: what failed may stand in the log all the same. */
  onFailed(cause: unknown, records: number): void
  onTimeout(cause: unknown): void
  timeoutMs: number
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
}

/** The bounded queue before the log. Both adapters append through it; it knows neither of them. */
export function createAppendQueue(options: AppendQueueOptions): AppendQueue {
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
        // What still waits is not sent: its earlier records may be missing, and nobody would hear of it.
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

  /** What waits behind an append that ran into its timeout need not wait for its own: nothing of it has left. */
  function giveUpUnsent(behind: Iterable<Lane>) {
    for (const lane of behind)
      for (const { append } of [...lane.waiting]) if (!append.wasSent) timeOut(append)
  }

  function laneFor(partition: number): Lane {
    const key = options.laneOf(partition)
    let lane = lanes.get(key)
    if (!lane) lanes.set(key, (lane = { waiting: [], isRunning: false }))
    return lane
  }

  function start(lane: Lane) {
    if (lane.isRunning) return
    lane.isRunning = true
    // What is said in the same turn of the event loop shares the first request, too.
    const run = turn()
      .then(() => empty(lane))
      .finally(() => running.delete(run))
    running.add(run)
  }

  async function empty(lane: Lane): Promise<void> {
    while (lane.waiting.length > 0) {
      const batch = takeBatch(lane)
      await sendUntilDone(batch)
      batch.forEach(free)
    }
    lane.isRunning = false
  }

  /** Tries as long as somebody still waits for the answer, and only for those: the rest was told "perhaps". */
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

  /** Appends time out in the order of their arrival, so what was given up stands at the head. */
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
