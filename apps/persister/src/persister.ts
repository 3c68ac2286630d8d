import { setTimeout as delay } from 'node:timers/promises'
import { openDatabase } from '@parley/database'
import { connectRedis, createDelivery, waitForRedis } from '@parley/delivery'
import { openEventLog, type LogConsumer } from '@parley/event-log'
import { crash, openMetrics, untilItWorks, type Closable, type Log } from '@parley/service'
import type { Config } from './config'
import { createSequenceMissing } from './sequence-missing'
import { createFindPositions } from './find-positions'
import { ForeignLogError } from './foreign-log'
import { forgetSilentRooms } from './forget-silent-rooms'
import { serveHealth } from './health'
import { definitions } from './metrics'
import { checkLogContinuity } from './log-continuity'
import { trimStored } from './trim-stored'
import { createOnBatch } from './on-batch'
import { createPersistBatch } from './persist-batch'
import { createStartEpoch } from './start-epoch'
import {
  countStored,
  createReadLag,
  watchBatch,
  watchDelivery,
  watchStore,
  type NextOffsets,
} from './watch-path'

const GROUP = 'persister'
const BACKOFF = { firstMs: 250, mostMs: 5_000 }
const REDIS_WAIT_MS = 5_000
const CLOSE_TIMEOUT_MS = 5_000
const LEAVE_TIMEOUT_MS = 1_000
/** The log was silent for longer than this: not ready. Milliseconds. */
const SILENT_AFTER_MS = 15_000

/** Connects all parts of a persister. Crash-only: an error that it cannot repair ends the process. */
export async function startPersister(config: Config, log: Log): Promise<Closable> {
  const database = openDatabase({
    url: config.databaseUrl,
    onPoolError: (cause) => log.warn({ cause }, 'PostgreSQL dropped a connection'),
  })
  const redis = connectRedis(config.redisUrl, {
    role: 'commands',
    onError: (cause) => log.warn({ cause: cause.message }, 'the connection to Redis failed; reconnecting'),
  })
  /** Of the partitions that this process owns. */
  const fencingTokens = new Map<number, number>()
  const continuityChecks = new Map<number, () => Promise<void>>()
  const { metrics, answer: answerMetrics } = openMetrics(definitions)
  const nextOffsets: NextOffsets = new Map()
  const nowMs = () => performance.now()
  let consumer: LogConsumer | null = null
  let closing = false
  let checking = Promise.resolve()
  let lastActivityMs: () => number = () => -Infinity
  const health = await serveHealth(config, {
    isReady: () => nowMs() - lastActivityMs() < SILENT_AFTER_MS,
    answerMetrics,
  })

  await wait('Redis', () => waitForRedis(redis, REDIS_WAIT_MS))
  const eventLog = await wait('the log', () => openEventLog({ ...config.log, log }))
  const { events, history, offsets, audit } = database
  const delivery = watchDelivery(createDelivery({ redis }), metrics)
  const startEpoch = createStartEpoch({ delivery, history, offsets, eventLog, log })
  const findPositions = createFindPositions({ delivery, startEpoch })
  const sequenceMissing = createSequenceMissing({ delivery })
  const storeBatch = createPersistBatch({
    events: watchStore(events, metrics),
    offsets,
    delivery,
    findPositions,
    sequenceMissing,
    onStored: countStored(metrics, nextOffsets),
    isGivenUp: (partition, offset) => config.givenUp.has(`${partition}:${offset}`),
    nowMs,
    log,
  })
  const persistBatch = watchBatch(storeBatch, metrics, nowMs)
  const { onBatch, waiting } = createOnBatch({
    fencingTokenOf: (partition) => fencingTokens.get(partition),
    isOwner: offsets.isOwner,
    continuityCheckOf: (partition) => continuityChecks.get(partition)?.(),
    persistBatch,
    log,
  })

  const joined = await wait('the group', () =>
    eventLog.consume({
      group: GROUP,
      startAt,
      onBatch,
      onFatal,
      // All records of one fetch wait together and are stored together.
      partitionsAtOnce: eventLog.partitions,
    }),
  )
  consumer = joined
  lastActivityMs = () => joined.lastActivityMs()
  metrics.waiting.read(() => {
    const ours = new Set(joined.assigned())
    return [{ labels: {}, value: waiting().filter((partition) => ours.has(partition)).length }]
  })
  metrics.lag.read(createReadLag({ eventLog, assigned: joined.assigned, nextOffsets }))
  const forgetting = forgetSilentRooms(delivery, log)
  log.info({ port: config.port }, 'storing')

  function startAt(partition: number): Promise<number> {
    return wait('what is stored already', async () => {
      const { nextOffset, fencingToken } = await offsets.takeOver(partition)
      fencingTokens.set(partition, fencingToken)
      nextOffsets.set(partition, nextOffset)
      checkContinuitySoon(partition, nextOffset)
      return nextOffset
    })
  }

  // The first batch of a partition waits for the continuity check of its own partition. The checks run one after the
  // other, because each reads the log over connections of its own.
  function checkContinuitySoon(partition: number, nextOffset: number) {
    let looked: Promise<void> | null = null
    const look = () => (looked ??= checkContinuityAndTrim(partition, nextOffset))
    continuityChecks.set(partition, look)
    checking = checking.then(async () => {
      if (!closing && continuityChecks.get(partition) === look) await look().catch(onFatal)
    })
  }

  async function checkContinuityAndTrim(partition: number, nextOffset: number) {
    const fencingToken = fencingTokens.get(partition)
    const stored = await wait('what was stored last', () =>
      checkLogContinuity(partition, nextOffset, { eventLog, events, audit }),
    )
    // Stored events stay stored: they may be trimmed in parallel, for as long as that takes.
    void wait('Redis, to trim what was stored last', async () => {
      if (fencingTokens.get(partition) === fencingToken) await trimStored(stored, nextOffset, delivery)
    }).catch((cause: unknown) => log.debug({ cause, partition }, 'not trimmed: this process ends'))
  }

  // The process first leaves the group, if that is quick: otherwise its partitions would wait for the session's end.
  function onFatal(cause: Error) {
    if (closing) return
    closing = true
    void Promise.race([consumer?.close(), delay(LEAVE_TIMEOUT_MS)]).finally(() =>
      crash(log, cause, 'the log must not be read on'),
    )
  }

  function wait<T>(engine: string, work: () => Promise<T>): Promise<T> {
    return untilItWorks(work, {
      backoff: BACKOFF,
      onFailure: (cause) => {
        if (closing || cause instanceof ForeignLogError) throw cause
        log.warn({ cause }, `waiting for ${engine}`)
      },
    })
  }

  return {
    async close() {
      closing = true
      await forgetting.close()
      // A batch that waits for an engine would hold us for ever; unfinished work is repeated.
      await Promise.race([joined.close(), delay(CLOSE_TIMEOUT_MS)])
      await eventLog.close()
      redis.disconnect()
      await database.close()
      await health.close()
    },
  }
}
