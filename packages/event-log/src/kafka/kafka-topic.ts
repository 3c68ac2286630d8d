import kafkajs, { type Admin } from 'kafkajs'
import { LogMismatchError } from '../errors'
import type { Logger } from '../logger'

const DAY_MS = 24 * 60 * 60 * 1_000
/** How long Kafka keeps records. Far longer than any persister may be down; by time only, never by size. */
const RETENTION_MS = 45 * DAY_MS
const LEAST_RETENTION_MS = 30 * DAY_MS

export interface TopicWanted {
  topic: string
  /**
   * Fixed when the topic is created: another number would later move rooms to other partitions, and break their order.
   */
  partitions: number
  replication?: number
  /** The number of configured addresses: a hint at the size of a cluster that is still starting. */
  knownBrokers: number
}

/** Creates the topic, or checks that the existing one meets our needs. Safe to call from many processes at once. */
export async function ensureTopic(admin: Admin, wanted: TopicWanted): Promise<void> {
  const { topic, partitions, knownBrokers } = wanted
  const { brokers } = await admin.describeCluster()
  const replication = wanted.replication ?? (Math.max(brokers.length, knownBrokers) >= 3 ? 3 : 1)
  const names = await admin.listTopics()
  if (names.includes(topic)) return
  await admin.createTopics({
    waitForLeaders: true,
    topics: [
      {
        topic,
        numPartitions: partitions,
        replicationFactor: replication,
        configEntries: Object.entries(topicSettings(replication)).map(([name, value]) => ({ name, value })),
      },
    ],
  })
}

function topicSettings(replication: number): Record<string, string> {
  return {
    'cleanup.policy': 'delete',
    'retention.ms': String(RETENTION_MS),
    'retention.bytes': '-1',
    // Retention then uses the broker's clock, not that of the server that wrote.
    'message.timestamp.type': 'LogAppendTime',
    'min.insync.replicas': replication >= 3 ? '2' : '1',
    'unclean.leader.election.enable': 'false',
  }
}

/** Refuses a topic on which the promises would not hold. */
export async function checkTopic(
  admin: Admin,
  { topic, partitions }: TopicWanted,
  logger: Logger,
): Promise<void> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
  const found = topics[0]?.partitions ?? []
  if (found.length === 0) throw new Error(`Kafka does not know topic "${topic}" yet.`)
  if (found.length !== partitions) {
    throw new LogMismatchError(
      `Kafka topic "${topic}" has ${found.length} partitions, but ${partitions} are configured. The number is fixed when ` +
        `the topic is made: set it back to ${found.length}, or use another topic.`,
    )
  }
  const settings = await readSettings(admin, topic)
  if (settings.get('cleanup.policy') !== 'delete') {
    throw new LogMismatchError(
      `Kafka topic "${topic}" is compacted: messages would vanish. Set cleanup.policy=delete.`,
    )
  }
  const retentionMs = Number(settings.get('retention.ms'))
  if (retentionMs !== -1 && retentionMs < LEAST_RETENTION_MS) {
    throw new LogMismatchError(
      `Kafka topic "${topic}" keeps records for less than 30 days. Raise retention.ms.`,
    )
  }
  if (Number(settings.get('retention.bytes')) !== -1) {
    throw new LogMismatchError(`Kafka topic "${topic}" drops records by size. Set retention.bytes=-1.`)
  }
  const replicas = found[0]?.replicas.length ?? 0
  if (replicas > 1 && Number(settings.get('min.insync.replicas')) < 2) {
    logger.warn(
      { topic, replicas },
      'min.insync.replicas is below 2: an acknowledged message may be on one broker only',
    )
  }
}

async function readSettings(admin: Admin, topic: string): Promise<Map<string, string>> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic }],
  })
  return new Map(resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]))
}
