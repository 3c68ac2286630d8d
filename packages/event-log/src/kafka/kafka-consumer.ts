import { setTimeout } from 'node:timers/promises'
import type { EachBatchPayload, Kafka } from 'kafkajs'
import { sliceRecords } from '../batch-slices'
import { LogTruncatedError, LogUnavailableError } from '../errors'
import type { ConsumeOptions, LogConsumer, NotYet } from '../event-log'
import type { Logger } from '../logger'
import type { Marks } from '../positions'
import { createWatchdog } from '../watchdog'
import { within } from '../within'
import { createAssignment } from './assignment'
import { createFetchWatch } from './fetch-watch'
import { createGroupMember, type KafkaConsumerTimes } from './group-member'
import { createKafkaBatch, saysLost, type ReadRecords } from './kafka-batch'
import { createOffsetNotes } from './offset-notes'
import { toStoredRecord } from './stored-record'

export interface KafkaConsumerParts {
  makeClient: () => Kafka
  topic: string
  readMarks: () => Promise<Map<number, Marks>>
  times: KafkaConsumerTimes
  logger: Logger
}

const CLOSE_LIMIT_MS = 10_000
const JOIN_LIMIT_MS = 30_000

/** kafkajs's consumer, made crash-only; every fetched batch must begin exactly where the last one ended. */
export async function consumeKafka(parts: KafkaConsumerParts, options: ConsumeOptions): Promise<LogConsumer> {
  const giveUpAtMs = performance.now() + JOIN_LIMIT_MS
  for (;;) {
    try {
      return await joinGroup(parts, options)
    } catch (cause) {
      // kafkajs gives up at once while the coordinator is loading or its topic is being created.
      parts.logger.debug?.({ group: options.group, cause }, 'joining the group failed')
      if (performance.now() > giveUpAtMs)
        throw new LogUnavailableError('timeout', { maybeAppended: false, cause })
      await setTimeout(500)
    }
  }
}

async function joinGroup(parts: KafkaConsumerParts, options: ConsumeOptions): Promise<LogConsumer> {
  const { makeClient, topic, readMarks, times, logger } = parts
  const { group } = options
  let lastHeartbeatMs = performance.now()
  let isJoined = false
  let isDead = false
  let crash: Error | undefined
  let closing: Promise<void> | null = null

  const consumer = createGroupMember(makeClient(), group, times)
  const fetches = createFetchWatch()
  const watchdog = createWatchdog({
    silenceMs: times.silenceMs,
    alsoSilentMs: fetches.silentMs,
    onSilent: die,
  })
  const notes = createOffsetNotes({ topic, logger })
  const assignment = createAssignment({
    consumer,
    topic,
    startAt: (partition) => options.startAt(partition),
    readMarks,
    onFatal: die,
  })
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

  /** Leaves the group. kafkajs cannot be stopped while it starts: it would continue afterwards. */
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
      begin(payload.memberAssignment[topic] ?? [])
    })
    consumer.on(REBALANCING, () => begin([]))
    consumer.on(CRASH, ({ payload }) => {
      crash = payload.error
      die(payload.error)
    })
  }

  /** A heartbeat comes only from kafkajs's fetching or from onBatch, so heartbeats prove progress. */
  function beat() {
    watchdog.alive()
    lastHeartbeatMs = performance.now()
  }

  function begin(partitions: number[]) {
    if (isDead) return
    notes.forget()
    assignment.begin(partitions)
  }

  async function eachBatch(payload: EachBatchPayload): Promise<void> {
    const { partition } = payload.batch
    const wanted = assignment.next(partition)
    if (isDead || wanted === undefined || payload.isStale()) return
    const records = payload.batch.messages.map(toStoredRecord)
    const first = records[0]!.offset
    if (first !== wanted) {
      // kafkajs answers "offset out of range" by fetching from another offset. Ask startAt again; if the log has changed,
      // that finds it.
      if (fetchedOffset(payload) !== wanted) return assignment.reposition(partition)
      return die(new LogTruncatedError(partition, wanted, first))
    }
    const begun = assignment.generation()
    const readAtMs = performance.now()
    const end = Number(payload.batch.highWatermark)
    for (const slice of sliceRecords(records)) {
      const read = { partition, records: slice, readAtMs, isBehind: slice.at(-1)!.offset + 1 < end }
      if (!payload.isRunning() || !(await handOver(payload, read, begun))) return
      await heartbeat(payload)
    }
  }

  /**
   * Throws when the group rebalances: kafkajs then joins again and drops the records that it had fetched for other
   * partitions.
   */
  async function heartbeat(payload: EachBatchPayload): Promise<void> {
    try {
      await payload.heartbeat()
    } catch (error) {
      if (saysLost(error)) begin([])
      throw error
    }
  }

  /** False when the rest of the fetched records must not follow. */
  async function handOver(payload: EachBatchPayload, read: ReadRecords, begun: number): Promise<boolean> {
    const { partition, records } = read
    const isOwned = () =>
      assignment.generation() === begun && performance.now() - lastHeartbeatMs < times.sessionTimeoutMs
    const batch = createKafkaBatch({ ...read, isOwned, heartbeat: () => heartbeat(payload) })
    let notYet: NotYet | void
    try {
      notYet = await options.onBatch(batch)
    } catch (error) {
      die(toError(error))
      return false
    }
    batch.throwLoss()
    if (assignment.generation() !== begun) return false
    if (batch.wasLost()) {
      assignment.reposition(partition)
      return false
    }
    if (notYet) {
      assignment.postpone(partition, notYet.againInMs)
      return false
    }
    const last = records.at(-1)!.offset
    assignment.advance(partition, last + 1)
    payload.resolveOffset(String(last))
    notes.note(partition, last + 1, payload)
    return true
  }

  function die(error: Error) {
    if (isDead || closing) return
    isDead = true
    assignment.end()
    watchdog.close()
    notes.close()
    if (!isJoined) return // joinGroup rejects
    void leave().catch(() => {}) // if it cannot leave, its session expires
    options.onFatal(error)
  }

  async function close(): Promise<void> {
    closing ??= (async () => {
      watchdog.close()
      await notes.flush()
      notes.close()
      // Limited: without its broker kafkajs may wait for long. The session then expires.
      await within(leave(), CLOSE_LIMIT_MS).catch((cause: unknown) => {
        logger.warn({ cause, group }, 'the consumer did not leave its group in time')
      })
      isDead = true
      assignment.end()
    })()
    return closing
  }

  return { assigned: assignment.partitions, lastActivityMs: watchdog.lastActivityMs, close }
}

/** kafkajs provides it, but its types do not. */
function fetchedOffset({ batch }: EachBatchPayload): number {
  return Number((batch as unknown as { fetchedOffset: string }).fetchedOffset)
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
