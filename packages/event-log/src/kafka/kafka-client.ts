import { Kafka, logLevel, type logCreator } from 'kafkajs'
import type { Logger } from '../logger'
import { within } from '../within'

/**
 * Timeout of a first connection. Milliseconds. kafkajs stays with an address that accepts connections and then never
 * answers (a frozen broker); a new client begins with another one.
 */
const CONNECT_LIMIT_MS = 2_000

export interface KafkaClientOptions {
  brokers: string[]
  clientId: string
  logger: Logger
  requestTimeoutMs: number
  /**
   * Retries of connecting and of loading metadata. Each takes the next address, so fewer retries than addresses may meet
   * only dead ones.
   */
  retries: number
}

/** Each user of a client gets its own: kafkajs shares committed offsets between the consumers of a client. */
export function createKafkaClient({
  brokers,
  clientId,
  logger,
  requestTimeoutMs,
  retries,
}: KafkaClientOptions): Kafka {
  return new Kafka({
    // Shuffled, so that not every new client begins with the frozen broker.
    brokers: shuffle(brokers),
    clientId,
    connectionTimeout: 3_000,
    requestTimeout: requestTimeoutMs,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries },
    logLevel: logger.debug ? logLevel.INFO : logLevel.WARN,
    logCreator: speakThrough(logger),
  })
}

/**
 * kafkajs logs every retried failure as an error, so none of its lines is an error here. Failures that need attention
 * come out of append (rejected), consume (onFatal) or availability ("the log does not answer").
 */
function speakThrough(logger: Logger): logCreator {
  return () => (entry) => {
    const { message, error, groupId, topic, partition, broker } = entry.log as Record<string, unknown>
    const fields = { from: `kafkajs ${entry.namespace}`, error, groupId, topic, partition, broker }
    const isLoud = entry.level === logLevel.ERROR || entry.level === logLevel.WARN
    if (isLoud && !isHarmless(`${String(message)} ${String(error)}`)) logger.warn(fields, String(message))
    else logger.debug?.(fields, String(message))
  }
}

export async function connectInTime<T extends { connect(): Promise<void>; disconnect(): Promise<void> }>(
  connection: T,
): Promise<T> {
  try {
    await within(connection.connect(), CONNECT_LIMIT_MS)
    return connection
  } catch (error) {
    connection.disconnect().catch(() => {}) // it never worked
    throw error
  }
}

function shuffle(brokers: string[]): string[] {
  return brokers
    .map((broker) => ({ broker, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ broker }) => broker)
}

/** Lines that every start, rebalance and outage brings, or that we log ourselves once instead of once per attempt. */
const harmless = [
  'coordinator', // loading right after the broker's start, or moved
  'leadership election', // right after the topic was created
  'does not host this topic-partition',
  'rebalanc', // a member joined or left
  'not aware of this member',
  'Response without match', // the late answer to a request that has timed out
  'Connection error',
  'Connection timeout',
  'Connection closed',
  'Closed connection',
  'Failed to connect',
  'Failed to send messages', // once per attempt of append
  'timed out',
  'Not connected',
  'Offset out of range', // the consumer detects it itself, and stops
]

function isHarmless(text: string): boolean {
  return harmless.some((part) => text.includes(part))
}
