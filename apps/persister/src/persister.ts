import { setTimeout as delay } from 'node:timers/promises'
import { openDatabase } from '@parley/database'
import { connectRedis, createDelivery, waitForRedis } from '@parley/delivery'
import { openEventLog, type LogConsumer } from '@parley/event-log'
import { crash, openMetrics, type Closable, type Logger } from '@parley/service'
import type { Config } from './config'
import { createEngineWait } from './engine-wait'
import { createSequenceMissing } from './sequence-missing'
import { createFindPositions } from './find-positions'
import { forgetSilentRooms } from './forget-silent-rooms'
import { serveHealth } from './health'
import { definitions } from './metrics'
import { checkLogContinuity } from './log-continuity'
import { trimStored } from './trim-stored'
import { createOnBatch } from './on-batch'
import { createOwnedPartitions } from './owned-partitions'
import { createPersistBatch } from './persist-batch'
import { createStartEpoch } from './start-epoch'
import {
  countStored,
  createReadLag,
  createReadWaiting,
  watchBatch,
  watchDelivery,
  watchStore,
  type NextOffsets,
} from './watch-path'

const GROUP = 'persister'
const REDIS_WAIT_MS = 5_000
const CLOSE_TIMEOUT_MS = 5_000
const LEAVE_TIMEOUT_MS = 1_000
/** The log was silent for longer than this: not ready. Milliseconds. */
const SILENT_AFTER_MS = 15_000

/** Connects all parts of a persister. Crash-only: an error that it cannot repair ends the process. */
export async function startPersister(config: Config, logger: Logger): Promise<Closable> {
  const database = openDatabase({
    url: config.databaseUrl,
    onPoolError: (cause) => logger.warn({ cause }, 'PostgreSQL dropped a connection'),
  })
  const redis = connectRedis(config.redisUrl, {
    role: 'commands',
    onError: (cause) => logger.warn({ cause: cause.message }, 'the connection to Redis failed; reconnecting'),
  })
  const { metrics, answer: answerMetrics } = openMetrics(definitions)
  const nextOffsets: NextOffsets = new Map()
  const nowMs = () => performance.now()
  const engines = createEngineWait(logger)
  let consumer: LogConsumer | null = null
  let lastActivityMs: () => number = () => -Infinity
  const health = await serveHealth(config, {
    isReady: () => nowMs() - lastActivityMs() < SILENT_AFTER_MS,
    answerMetrics,
  })

  await engines.wait('Redis', () => waitForRedis(redis, REDIS_WAIT_MS))
  const eventLog = await engines.wait('the log', () => openEventLog({ ...config.log, logger }))
  const { events, history, offsets, audit } = database
  const delivery = watchDelivery(createDelivery({ redis }), metrics)
  const startEpoch = createStartEpoch({ delivery, history, offsets, eventLog, logger })
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
    logger,
  })
  const persistBatch = watchBatch(storeBatch, metrics, nowMs)
  const { startAt, fencingTokenOf, continuityCheckOf } = createOwnedPartitions({
    takeOver: offsets.takeOver,
    checkLogContinuity: (partition, nextOffset) =>
      checkLogContinuity(partition, nextOffset, { eventLog, events, audit }),
    trimStored: (stored, nextOffset) => trimStored(stored, nextOffset, delivery),
    nextOffsets,
    onFatal,
    engines,
    logger,
  })
  const { onBatch, waiting } = createOnBatch({
    fencingTokenOf,
    isOwner: offsets.isOwner,
    continuityCheckOf,
    persistBatch,
    logger,
  })

  const joined = await engines.wait('the group', () =>
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
  metrics.waiting.read(createReadWaiting({ waiting, assigned: joined.assigned }))
  metrics.lag.read(createReadLag({ eventLog, assigned: joined.assigned, nextOffsets }))
  const forgetting = forgetSilentRooms(delivery, logger)
  logger.info({ port: config.port }, 'storing')

  // The process first leaves the group, if that is quick: otherwise its partitions would wait for the session's end.
  function onFatal(cause: Error) {
    if (engines.isClosed()) return
    engines.close()
    void Promise.race([consumer?.close(), delay(LEAVE_TIMEOUT_MS)]).finally(() =>
      crash(logger, cause, 'the log must not be read on'),
    )
  }

  return {
    async close() {
      engines.close()
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
