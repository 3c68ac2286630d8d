import { APPEND_TIMEOUT_MS, createAppendQueue } from '../append-queue'
import { createAvailability } from '../availability'
import type { EventLog, OnAttemptFailed } from '../event-log'
import { silentLogger, type Logger } from '../logger'
import { partitionOf } from '../partition'
import { SILENCE_MS } from '../watchdog'
import type { KafkaConsumerTimes } from './group-member'
import { createKafkaAdmin } from './kafka-admin'
import { createKafkaClient } from './kafka-client'
import { consumeKafka } from './kafka-consumer'
import { readMarks } from './kafka-marks'
import { createKafkaProducer } from './kafka-producer'
import { readKafka } from './kafka-read'
import { checkTopic, ensureTopic } from './kafka-topic'

export interface KafkaLogOptions {
  brokers: string[]
  topic?: string
  /** Fixed when the topic is created. */
  partitions?: number
  /** Default: 3 with three brokers or more, else 1. Only used when the topic is created. */
  replication?: number
  clientId?: string
  appendTimeoutMs?: number
  /** How long the start waits for Kafka. Milliseconds. */
  openTimeoutMs?: number
  consumerTimes?: Partial<KafkaConsumerTimes>
  onAttemptFailed?: OnAttemptFailed
  logger?: Logger
}

/** A consumer without a heartbeat for this time loses its partitions to the others. Milliseconds. */
const SESSION_TIMEOUT_MS = 10_000
const OPEN_TIMEOUT_MS = 30_000
const PROBE_TIMEOUT_MS = 3_000

/**
 * The log on Kafka. Creates the topic if it is missing. Rejects with LogMismatchError when the existing topic would not
 * keep the promises, with LogUnavailableError when Kafka does not answer.
 */
export async function createKafkaLog(options: KafkaLogOptions): Promise<EventLog> {
  const {
    brokers,
    topic = 'room-events',
    partitions = 12,
    clientId = 'parley',
    logger = silentLogger,
  } = options
  const { appendTimeoutMs = APPEND_TIMEOUT_MS, openTimeoutMs = OPEN_TIMEOUT_MS } = options
  const makeClient = (requestTimeoutMs: number, retries: number) =>
    createKafkaClient({ brokers, clientId, logger, requestTimeoutMs, retries })
  // Short enough that, with a frozen leader, an append still reaches the next leader in time.
  const requestTimeoutMs = Math.max(1_000, appendTimeoutMs / 2)
  const admin = createKafkaAdmin(() => makeClient(5_000, brokers.length))

  let brokerCount = 0
  try {
    await admin.use(async (connection) => {
      const wanted = { topic, partitions, replication: options.replication, knownBrokers: brokers.length }
      await ensureTopic(connection, wanted)
      await checkTopic(connection, wanted, logger)
      brokerCount = (await connection.describeCluster()).brokers.length
    }, openTimeoutMs)
  } catch (error) {
    await admin.close()
    throw error
  }

  const hadOneBroker = brokerCount === 1
  const availability = createAvailability({ probe: askAfterTopic, logger })
  const producer = createKafkaProducer({
    makeClient: () => makeClient(requestTimeoutMs, brokers.length),
    topic,
    requestTimeoutMs,
    hasOneBroker: () => brokerCount === 1,
  })
  const queue = createAppendQueue({
    partitionOf: (key) => partitionOf(key, partitions),
    // With one broker a request carries the waiting records of all partitions. With several, a dead broker must not hold
    // up the others.
    laneOf: (partition) => (hadOneBroker ? 0 : partition),
    send: (records, leaving) => producer.send(records, leaving),
    onSent: availability.succeeded,
    onFailed(cause, records) {
      logger.debug?.({ topic, cause }, 'a produce request failed')
      options.onAttemptFailed?.(records)
      availability.failed(cause)
    },
    onTimeout: availability.lost,
    timeoutMs: appendTimeoutMs,
  })

  /** Also notices new brokers: a cluster may have grown since the start. */
  async function askAfterTopic(): Promise<void> {
    await admin.use(async (connection) => {
      await connection.fetchTopicMetadata({ topics: [topic] })
      brokerCount = (await connection.describeCluster()).brokers.length
    }, PROBE_TIMEOUT_MS)
  }

  const marks = (timeoutMs: number) => admin.use((connection) => readMarks(connection, topic), timeoutMs)

  return {
    partitions,
    partitionOf: (key) => partitionOf(key, partitions),
    append: (records) => queue.append(records),
    isAvailable: availability.isAvailable,
    async end(partition) {
      return (await marks(appendTimeoutMs)).get(partition)!.high
    },
    consume: (consumeOptions) =>
      consumeKafka(
        {
          // More than the watchdog's timeout: the watchdog, not kafkajs, ends a consumer whose broker is down.
          makeClient: () => makeClient(8_000, 40),
          topic,
          readMarks: () => marks(SILENCE_MS),
          times: { sessionTimeoutMs: SESSION_TIMEOUT_MS, silenceMs: SILENCE_MS, ...options.consumerTimes },
          logger,
        },
        consumeOptions,
      ),
    async *read(partition, from, to) {
      const found = (await marks(appendTimeoutMs)).get(partition)!
      yield* readKafka({ client: makeClient(15_000, 3), admin, topic, marks: found }, partition, from, to)
    },
    async close() {
      await queue.close()
      availability.close()
      await Promise.all([producer.close(), admin.close()])
    },
  }
}
