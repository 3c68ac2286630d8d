import { setTimeout } from 'node:timers/promises'
import type { EachBatchPayload, Kafka } from 'kafkajs'
import { sliceRecords } from '../batch-slices'
import { LogTruncatedError, LogUnavailableError } from '../errors'
import type { ConsumeOptions, LogConsumer, StoredRecord } from '../event-log'
import type { Logger } from '../logger'
import { refuseStart, type Marks } from '../positions'
import { createWatchdog } from '../watchdog'
import { within } from '../within'
import { createFetchWatch } from './fetch-watch'
import { createKafkaBatch } from './kafka-batch'
import { createOffsetNotes } from './offset-notes'
import { toStoredRecord } from './stored-record'

export interface KafkaConsumerTimes {
  /** After so long without a heartbeat a consumer counts as dead, and the others get its partitions. Milliseconds. */
  sessionTimeoutMs: number
  /** See Watchdog. */
  silenceMs: number
}

export interface KafkaConsumerParts {
  client: Kafka
  topic: string
  readMarks: () => Promise<Map<number, Marks>>
  times: KafkaConsumerTimes
  log: Logger
}

/** How long a fetch waits for the first record, and so how long a change of position waits. A record ends it at once. */
const FETCH_WAIT_MS = 250
/** Shorter than the watchdog's patience: no heartbeat is sent meanwhile. */
const REBALANCE_TIMEOUT_MS = 20_000
/** So soon a consumer hears that partitions have left a frozen broker; kafkajs does not ask by itself. */
const METADATA_MAX_AGE_MS = 10_000
const CLOSE_LIMIT_MS = 10_000
const JOIN_LIMIT_MS = 30_000

/**
 * kafkajs's consumer, made crash-only. Its own idea of where to read is not used: at every assignment the partitions are
 * paused until the store of offsets has said where they start, and every fetched batch must begin exactly there.
 */
export async function consumeKafka(parts: KafkaConsumerParts, options: ConsumeOptions): Promise<LogConsumer> {
  const giveUpAtMs = performance.now() + JOIN_LIMIT_MS
  for (;;) {
    try {
      return await joinGroup(parts, options)
    } catch (cause) {
      // kafkajs gives up at once where the coordinator is still loading, or its topic is just being made.
      parts.log.debug?.({ group: options.group, cause }, 'joining the group failed')
      if (performance.now() > giveUpAtMs)
        throw new LogUnavailableError('timeout', { perhapsSaid: false, cause })
      await setTimeout(500)
    }
  }
}

async function joinGroup(parts: KafkaConsumerParts, options: ConsumeOptions): Promise<LogConsumer> {
  const { client, topic, readMarks, times, log } = parts
  const { group } = options
  /** Where each assigned partition goes on; missing while that is asked for. */
  const next = new Map<number, number>()
  let assigned: number[] = []
  /** Rises at every assignment: what began before it is void. */
  let generation = 0
  let lastHeartbeatMs = performance.now()
  let isJoined = false
  let isDead = false
  let crash: Error | undefined
  let closing: Promise<void> | null = null

  const consumer = client.consumer({
    groupId: group,
    allowAutoTopicCreation: false,
    sessionTimeout: times.sessionTimeoutMs,
    heartbeatInterval: Math.min(3_000, times.sessionTimeoutMs / 3),
    rebalanceTimeout: REBALANCE_TIMEOUT_MS,
    metadataMaxAge: METADATA_MAX_AGE_MS,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    minBytes: 1,
    maxBytes: 4 * 1024 * 1024,
    retry: {
      // Never run out: kafkajs counts them over the whole life of a consumer. The watchdog says when it is enough.
      retries: Number.MAX_SAFE_INTEGER,
      // Restarted in one process, two members with the same partition were seen (#1593).
      restartOnFailure: async () => false,
    },
  })
  const fetches = createFetchWatch()
  const watchdog = createWatchdog({
    silenceMs: times.silenceMs,
    alsoSilentMs: fetches.silentMs,
    onSilent: die,
  })
  const notes = createOffsetNotes({ topic, log })
  listen()

  const starting = start()
  try {
    await starting
    if (!isJoined) throw new Error(`The consumer could not join the group "${group}".`, { cause: crash })
  } catch (cause) {
    isDead = true
    await close()
    throw cause
  }

  async function start(): Promise<void> {
    await consumer.connect()
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: options.partitionsAtOnce ?? 1,
      eachBatch,
    })
  }

  /** Leaves the group. While kafkajs starts it cannot be stopped: it would go on afterwards. */
  async function leave(): Promise<void> {
    await starting.catch(() => {})
    await consumer.disconnect()
  }

  function listen() {
    const { HEARTBEAT, FETCH_START, FETCH, GROUP_JOIN, CRASH, REBALANCING } = consumer.events
    consumer.on(FETCH_START, ({ payload }) => fetches.started(String(payload.nodeId)))
    consumer.on(FETCH, ({ payload }) => fetches.answered(String(payload.nodeId)))
    consumer.on(HEARTBEAT, beat)
    consumer.on(GROUP_JOIN, ({ payload }) => {
      isJoined = true
      beat()
      startGeneration(payload.memberAssignment[topic] ?? [])
    })
    consumer.on(REBALANCING, () => startGeneration([]))
    consumer.on(CRASH, ({ payload }) => {
      crash = payload.error
      die(payload.error)
    })
  }

  /** A heartbeat comes only out of kafkajs's fetching or out of onBatch: where there are some, something moves. */
  function beat() {
    watchdog.alive()
    lastHeartbeatMs = performance.now()
  }

  function startGeneration(partitions: number[]) {
    generation += 1
    assigned = [...partitions].sort((a, b) => a - b)
    next.clear()
    notes.forget()
    if (assigned.length > 0) void position(assigned)
  }

  /** Asks where the partitions start and goes there; until then nothing of them is fetched. Never rejects. */
  async function position(partitions: number[]): Promise<void> {
    const asked = generation
    for (const partition of partitions) next.delete(partition)
    pause(partitions)
    try {
      const starts = await Promise.all(partitions.map((partition) => options.startAt(partition)))
      // Read after the answers: the log's end is then never older than what is stored.
      const marks = await readMarks()
      if (asked !== generation || isDead) return
      for (const [index, partition] of partitions.entries()) {
        const start = starts[index]!
        const refusal = refuseStart(partition, start, marks.get(partition) ?? { low: 0, high: 0 })
        if (refusal) return die(refusal)
      }
      for (const [index, partition] of partitions.entries()) {
        next.set(partition, starts[index]!)
        consumer.seek({ topic, partition, offset: String(starts[index]) })
      }
      consumer.resume([{ topic, partitions }])
    } catch (error) {
      if (asked === generation && !closing) die(toError(error))
    }
  }

  async function eachBatch(payload: EachBatchPayload): Promise<void> {
    const { partition } = payload.batch
    const wanted = next.get(partition)
    if (isDead || wanted === undefined || payload.isStale()) return
    const records = payload.batch.messages.map(toStoredRecord)
    const first = records[0]!.offset
    if (first !== wanted) {
      // kafkajs answers "offset out of range" by going elsewhere. Ask again; if the log has changed, that finds it.
      if (fetchedOffset(payload) !== wanted) return void position([partition])
      return die(new LogTruncatedError(partition, wanted, first))
    }
    const begun = generation
    for (const slice of sliceRecords(records)) {
      if (!payload.isRunning() || !(await handOver(payload, slice, begun))) return
      await payload.heartbeat() // throws when the group is rebalancing: kafkajs then joins anew
    }
  }

  /** False when the rest of the fetched records must not follow. */
  async function handOver(
    payload: EachBatchPayload,
    records: StoredRecord[],
    begun: number,
  ): Promise<boolean> {
    const { partition } = payload.batch
    const isOwned = () =>
      generation === begun && !isDead && performance.now() - lastHeartbeatMs < times.sessionTimeoutMs
    const batch = createKafkaBatch({ partition, records, isOwned, heartbeat: () => payload.heartbeat() })
    try {
      await options.onBatch(batch)
    } catch (error) {
      die(toError(error))
      return false
    }
    if (isDead || generation !== begun) return false
    if (batch.wasLost()) {
      void position([partition])
      batch.throwLoss()
      return false
    }
    const last = records.at(-1)!.offset
    next.set(partition, last + 1)
    payload.resolveOffset(String(last))
    notes.note(partition, last + 1, payload)
    return true
  }

  function die(error: Error) {
    if (isDead || closing) return
    isDead = true
    generation += 1
    watchdog.close()
    notes.close()
    if (!isJoined) return // joinGroup rejects
    pause(assigned)
    void leave().catch(() => {}) // if it cannot any more, its session ends
    options.onFatal(error)
  }

  function pause(partitions: number[]) {
    try {
      consumer.pause([{ topic, partitions }])
    } catch {
      // kafkajs has stopped by itself, so nothing is fetched.
    }
  }

  async function close(): Promise<void> {
    closing ??= (async () => {
      watchdog.close()
      await notes.flush()
      notes.close()
      // Limited: away from its broker kafkajs may wait for long. The session then ends by itself.
      await within(leave(), CLOSE_LIMIT_MS).catch((cause: unknown) => {
        log.warn({ cause, group }, 'the consumer did not leave its group in time')
      })
      assigned = []
    })()
    return closing
  }

  return { assigned: () => [...assigned], lastActivityMs: watchdog.lastActivityMs, close }
}

/** kafkajs has it, its types do not. */
function fetchedOffset({ batch }: EachBatchPayload): number {
  return Number((batch as unknown as { fetchedOffset: string }).fetchedOffset)
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
