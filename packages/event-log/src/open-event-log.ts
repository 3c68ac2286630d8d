import type { EventLog, OnAttemptFailed } from './event-log'
import { createKafkaLog } from './kafka/kafka-log'
import type { Logger } from './logger'
import { createRedisStreamsLog } from './redis-streams/redis-streams-log'

export interface OpenEventLogOptions {
  kind: 'kafka' | 'redis'
  /** Needed for 'kafka'. A list, or addresses separated by commas as in KAFKA_BROKERS. */
  kafkaBrokers?: string | string[] | null
  redisUrl: string
  partitions?: number
  /** Copies of the topic. Default: 3 where there are three brokers, else 1. */
  replication?: number | undefined
  /** How long the start waits for the engine. Milliseconds. */
  openTimeoutMs?: number
  onAttemptFailed?: OnAttemptFailed
  logger?: Logger
}

/** Opens the log that the configuration names. */
export async function openEventLog(options: OpenEventLogOptions): Promise<EventLog> {
  const { kind, kafkaBrokers, redisUrl, partitions, replication, openTimeoutMs, onAttemptFailed, logger } =
    options
  switch (kind) {
    case 'kafka':
      return createKafkaLog({
        brokers: listBrokers(kafkaBrokers),
        partitions,
        replication,
        openTimeoutMs,
        onAttemptFailed,
        logger,
      })
    case 'redis':
      return createRedisStreamsLog({ redisUrl, partitions, openTimeoutMs, onAttemptFailed, logger })
    default:
      throw new Error(`There is no log of kind "${String(kind satisfies never)}".`)
  }
}

function listBrokers(given: OpenEventLogOptions['kafkaBrokers']): string[] {
  const addresses = Array.isArray(given) ? given : (given ?? '').split(',')
  const brokers = addresses.map((address) => address.trim()).filter((address) => address !== '')
  if (brokers.length === 0) throw new Error('The event log is Kafka, but no broker address is configured.')
  return brokers
}
