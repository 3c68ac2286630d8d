import type { Kafka, Producer } from 'kafkajs'
import type { PartitionedRecord } from '../append-queue'
import { connectInTime } from './kafka-client'

export interface KafkaProducer {
  /** One attempt; it settles when none of its requests is under way any more. See AppendQueueOptions.send. */
  send(records: PartitionedRecord[], leaving: () => void): Promise<void>
  close(): Promise<void>
}

const FAILURES_TO_RECONNECT = 5

export interface KafkaProducerOptions {
  makeClient: () => Kafka
  topic: string
  requestTimeoutMs: number
  /** Called before each request. */
  hasOneBroker: () => boolean
}

/**
 * kafkajs's producer without its retries (the append queue retries): across retries it keeps answers that no longer hold
 * (kafkajs #1798) and reorders (#822). It is deliberately not idempotent: after an abandoned attempt kafkajs uses its
 * sequence numbers again, and the broker would acknowledge the next records as repeats without writing them. So a record
 * may be written twice; the id in it tells.
 */
export function createKafkaProducer({
  makeClient,
  topic,
  requestTimeoutMs,
  hasOneBroker,
}: KafkaProducerOptions): KafkaProducer {
  let current: Promise<Producer> | null = null
  /** Consecutive failures, over all partitions. */
  let failures = 0

  function connected(): Promise<Producer> {
    if (current) return current
    const connecting = connect()
    current = connecting
    connecting.catch(() => {
      if (current === connecting) current = null
    })
    return connecting
  }

  function connect(): Promise<Producer> {
    return connectInTime(
      makeClient().producer({
        allowAutoTopicCreation: false,
        idempotent: false,
        createPartitioner:
          () =>
          ({ message }) =>
            message.partition!,
        retry: { retries: 0 },
      }),
    )
  }

  /**
   * Switches to new connections: kafkajs keeps a connection on which a request timed out, however dead, and does not
   * repair every failure. Not after every failure: while one broker is down, the other partitions continue on their
   * connections. A request that lives on in the old connection can only repeat records, never overtake acknowledged ones
   * of the same sender: a sender sends nothing new before the old record is acknowledged.
   */
  function dropIfBroken(producer: Promise<Producer>, error: unknown) {
    failures += 1
    if (current !== producer || (!hasTimedOut(error) && failures % FAILURES_TO_RECONNECT !== 0)) return
    current = null
    void producer.then((connection) => connection.disconnect()).catch(() => {}) // broken anyhow
  }

  async function sendTogether(producer: Producer, records: PartitionedRecord[]): Promise<void> {
    await producer.send({
      topic,
      acks: -1,
      timeout: requestTimeoutMs,
      messages: records.map(({ partition, key, value }) => ({ partition, key, value })),
    })
  }

  return {
    async send(records, leaving) {
      const connecting = connected()
      try {
        const producer = await connecting
        leaving()
        // One request to one broker is answered as a whole. With several brokers, each partition is sent separately, and
        // all are awaited: kafkajs would return at the first failure, with the others under way.
        const requests = hasOneBroker() ? [records] : groupByPartition(records)
        const results = await Promise.allSettled(requests.map((request) => sendTogether(producer, request)))
        const failed = results.find((result) => result.status === 'rejected')
        if (failed) throw failed.reason
        failures = 0
      } catch (error) {
        dropIfBroken(connecting, error)
        throw error
      }
    },
    async close() {
      const producer = current
      current = null
      await producer?.then((connection) => connection.disconnect()).catch(() => {}) // nothing is under way any more
    },
  }
}

function hasTimedOut(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name === 'KafkaJSRequestTimeoutError') return true
  }
  return false
}

function groupByPartition(records: PartitionedRecord[]): PartitionedRecord[][] {
  const groups = new Map<number, PartitionedRecord[]>()
  for (const record of records) {
    const group = groups.get(record.partition)
    if (group) group.push(record)
    else groups.set(record.partition, [record])
  }
  return [...groups.values()]
}
