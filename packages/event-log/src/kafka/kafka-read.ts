import { randomUUID } from 'node:crypto'
import type { Kafka, PartitionAssigner } from 'kafkajs'
import { AssignerProtocol } from 'kafkajs'
import { LogUnavailableError } from '../errors'
import type { StoredRecord } from '../event-log'
import type { Marks } from '../positions'
import type { KafkaAdmin } from './kafka-admin'
import { toStoredRecord } from './stored-record'
import { within } from '../within'

/**
 * How long the log may return nothing although there is something to read, and how long the reader may take.
 * Milliseconds.
 */
const TIMEOUT_MS = 30_000

export interface KafkaReadParts {
  client: Kafka
  admin: KafkaAdmin
  topic: string
  marks: Marks
}

interface Piece {
  records: StoredRecord[]
  taken(): void
}

/**
 * kafkajs reads only in groups. This creates a group for one reader and one partition, and deletes it afterwards. It
 * commits nothing.
 */
export async function* readKafka(
  { client, admin, topic, marks }: KafkaReadParts,
  partition: number,
  from: number,
  to: number,
): AsyncGenerator<StoredRecord> {
  const start = Math.max(from, marks.low)
  const end = Math.min(to, marks.high)
  if (start >= end) return

  const groupId = `${topic}-read-${randomUUID()}`
  const consumer = client.consumer({
    groupId,
    allowAutoTopicCreation: false,
    partitionAssigners: [onlyPartition(partition)],
    sessionTimeout: TIMEOUT_MS,
    maxWaitTimeInMs: 100,
    retry: { restartOnFailure: async () => false },
  })
  const pieces = createHandOver<Piece>()
  let inHand: Piece | null = null
  let next = start
  consumer.on(consumer.events.CRASH, ({ payload }) => pieces.fail(payload.error))

  try {
    await consumer.connect()
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    consumer.on(consumer.events.GROUP_JOIN, () => consumer.seek({ topic, partition, offset: String(next) }))
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      async eachBatch(payload) {
        if (payload.isStale()) return
        const { batch } = payload
        // Waits until the records are read: at most one fetch is in memory.
        await new Promise<void>((taken) => pieces.put({ records: batch.messages.map(toStoredRecord), taken }))
        payload.resolveOffset(batch.lastOffset())
      },
    })
    while (next < end) {
      inHand = await within(pieces.take(), TIMEOUT_MS)
      for (const record of inHand.records) {
        if (record.offset < next) continue // repeated after a rebalance
        if (record.offset >= end) return
        yield record
        next = record.offset + 1
      }
      inHand.taken()
    }
  } catch (cause) {
    throw new LogUnavailableError('timeout', { maybeAppended: false, cause })
  } finally {
    inHand?.taken()
    pieces.close()
    await within(consumer.disconnect(), 5_000).catch(() => {}) // the group then expires with its session
    await admin.use((connection) => connection.deleteGroups([groupId]), 3_000).catch(() => {}) // as above
  }
}

function onlyPartition(partition: number): PartitionAssigner {
  return () => ({
    name: 'parley-read',
    version: 0,
    protocol: ({ topics }) => ({
      name: 'parley-read',
      metadata: AssignerProtocol.MemberMetadata.encode({ version: 0, topics, userData: Buffer.alloc(0) }),
    }),
    assign: async ({ members, topics }) =>
      members.map(({ memberId }) => ({
        memberId,
        memberAssignment: AssignerProtocol.MemberAssignment.encode({
          version: 0,
          assignment: Object.fromEntries(topics.map((topic) => [topic, [partition]])),
          userData: Buffer.alloc(0),
        }),
      })),
  })
}

/** A slot for one item between a producer and a consumer. */
function createHandOver<T extends { taken(): void }>() {
  let waiting: T | null = null
  let failure: Error | null = null
  let isClosed = false
  let wake = () => {}

  return {
    put(thing: T) {
      if (isClosed) return thing.taken()
      waiting = thing
      wake()
    },
    fail(error: Error) {
      failure = error
      wake()
    },
    async take(): Promise<T> {
      while (!waiting) {
        if (failure) throw failure
        await new Promise<void>((resolve) => (wake = resolve))
      }
      const thing = waiting
      waiting = null
      return thing
    },
    close() {
      isClosed = true
      waiting?.taken()
    },
  }
}
