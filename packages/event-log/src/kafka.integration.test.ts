import { randomUUID } from 'node:crypto'
import { makeTestDirectory, startKafka, type RunningEngine, type TestDirectory } from '@parley/engines'
import { Kafka, logLevel, type Admin } from 'kafkajs'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { describeEventLog } from './contract'
import { createOpener, numbers, readAll, say, type LogSpec } from './contract/log-under-test'
import { LogMismatchError } from './errors'
import type { KafkaLogOptions } from './kafka/kafka-log'

let directory: TestDirectory
let engine: RunningEngine
let kafka: Kafka
let admin: Admin

beforeAll(async () => {
  directory = await makeTestDirectory()
  engine = await startKafka({ dataDir: directory.path })
  kafka = new Kafka({ brokers: [engine.url], logLevel: logLevel.NOTHING })
  admin = kafka.admin()
  await admin.connect()
}, 240_000)

afterAll(async () => {
  await admin?.disconnect()
  await engine?.stop()
  await directory?.delete()
})

interface Times {
  silenceMs?: number
}

const spec = ({ silenceMs, ...options }: Partial<KafkaLogOptions> & Times = {}): LogSpec => ({
  kind: 'kafka',
  options: {
    brokers: [engine.url],
    topic: `test-${randomUUID()}`,
    partitions: 4,
    // The shortest session that a broker allows.
    consumerTimes: { sessionTimeoutMs: 6_000, ...(silenceMs && { silenceMs }) },
    ...options,
  },
})

const topicOf = ({ kind, options }: LogSpec) => {
  if (kind !== 'kafka') throw new Error('not a log of this file')
  return options.topic!
}

describeEventLog('Kafka', {
  engine: () => engine,
  spec,
  deadAfterMs: 6_000,
  async appendRaw(spec, partition, { key, value }) {
    const producer = kafka.producer({ createPartitioner: () => () => partition })
    await producer.connect()
    await producer.send({ topic: topicOf(spec), messages: [{ key, value, partition }] })
    await producer.disconnect()
  },
  async recreate(spec) {
    const topic = topicOf(spec)
    await admin.deleteTopics({ topics: [topic] })
    await vi.waitFor(async () => expect(await admin.listTopics()).not.toContain(topic), { timeout: 10_000 })
    const opener = createOpener()
    await opener.open(spec)
    await opener.closeAll()
  },
  async truncate(spec, partition, below) {
    const topic = topicOf(spec)
    await admin.fetchTopicOffsets(topic) // waits until kafkajs knows the topic
    await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(below) }] })
  },
})

describe('Kafka only', () => {
  const opener = createOpener()
  afterEach(() => opener.closeAll())

  test('the topic keeps records by time alone, for 30 days or more', async () => {
    const mine = spec()
    await opener.open(mine)
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: 2, name: topicOf(mine) }],
    })
    const setting = (name: string) =>
      resources[0]!.configEntries.find(({ configName }) => configName === name)?.configValue
    expect(setting('cleanup.policy')).toBe('delete')
    expect(Number(setting('retention.ms'))).toBeGreaterThanOrEqual(30 * 24 * 3_600 * 1_000)
    expect(setting('retention.bytes')).toBe('-1')
    expect(setting('unclean.leader.election.enable')).toBe('false')
  })

  test.each([
    ['cleanup.policy', 'compact', /compacted/],
    ['retention.ms', '60000', /30 days/],
    ['retention.bytes', '1000000', /by size/],
  ])('a topic with %s=%s is refused: messages would vanish', async (name, value, sentence) => {
    const topic = `test-${randomUUID()}`
    const settings = { 'retention.ms': '-1', [name]: value }
    const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }))
    await admin.createTopics({ waitForLeaders: false, topics: [{ topic, numPartitions: 4, configEntries }] })
    const opening = opener.open(spec({ topic }))
    await expect(opening).rejects.toThrow(LogMismatchError)
    await expect(opening).rejects.toThrow(sentence)
  })

  test('finished offsets are noted in Kafka, for lag graphs', async () => {
    const mine = spec({ partitions: 1 })
    const log = await opener.open(mine)
    await log.append(say('room', ...numbers(7)))
    const group = `group-${randomUUID()}`
    await opener.follow(log, { group })
    await vi.waitFor(
      async () => {
        const [topic] = await admin.fetchOffsets({ groupId: group, topics: [topicOf(mine)] })
        expect(topic!.partitions[0]!.offset).toBe('7')
      },
      { timeout: 10_000 },
    )
  })

  test('reading leaves no group behind', async () => {
    const mine = spec()
    const log = await opener.open(mine)
    await log.append(say('room', ...numbers(50)))
    expect(await readAll(log, log.partitionOf('room'))).toHaveLength(50)
    for await (const _ of log.read(log.partitionOf('room'), 0, 50)) break
    const { groups } = await admin.listGroups()
    expect(groups.filter(({ groupId }) => groupId.startsWith(topicOf(mine)))).toEqual([])
  })
})
