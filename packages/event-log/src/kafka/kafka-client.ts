import { Kafka, logLevel, type logCreator } from 'kafkajs'
import type { Logger } from '../logger'
import { within } from '../within'

/**
 * How long a first connection may take. Milliseconds. kafkajs stays with an address that accepts connections and then says
 * nothing (a frozen broker); a new client begins with another one.
 */
const CONNECT_LIMIT_MS = 2_000

export interface KafkaClientOptions {
  brokers: string[]
  clientId: string
  log: Logger
  requestTimeoutMs: number
  /** Of connecting and asking for metadata: each takes the next address, so fewer than there are may only meet dead ones. */
  retries: number
}

/**
 * A client of its own for each part that uses one: kafkajs shares committed offsets between the consumers of a client.
 */
export function createKafkaClient({
  brokers,
  clientId,
  log,
  requestTimeoutMs,
  retries,
}: KafkaClientOptions): Kafka {
  return new Kafka({
    // In another order each time: whoever connects anew should not begin with the one that is frozen.
    brokers: shuffle(brokers),
    clientId,
    connectionTimeout: 3_000,
    requestTimeout: requestTimeoutMs,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries },
    logLevel: log.debug ? logLevel.INFO : logLevel.WARN,
    logCreator: speakThrough(log),
  })
}

/**
 * kafkajs calls an error whatever it tries again, so nothing of its is one here: what cannot be helped comes out of
 * append (rejected), consume (onFatal) or availability ("the log does not answer").
 */
function speakThrough(log: Logger): logCreator {
  return () => (entry) => {
    const { message, error, groupId, topic, partition, broker } = entry.log as Record<string, unknown>
    const fields = { from: `kafkajs ${entry.namespace}`, error, groupId, topic, partition, broker }
    const isLoud = entry.level === logLevel.ERROR || entry.level === logLevel.WARN
    if (isLoud && !isHarmless(`${String(message)} ${String(error)}`)) log.warn(fields, String(message))
    else log.debug?.(fields, String(message))
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

/** What every start, rebalance and outage brings, and what we say ourselves, once instead of once per attempt. */
const harmless = [
  'coordinator', // loading right after the broker's start, or moved
  'leadership election', // right after the topic was made
  'does not host this topic-partition',
  'rebalanc', // a member came or went
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
  'Offset out of range', // the consumer finds out itself, and stops
]

function isHarmless(text: string): boolean {
  return harmless.some((part) => text.includes(part))
}
