import { withKafka } from '@parley/engines'
import { until } from '@parley/testkit/until'

/** The topic of the shipped configuration. */
export const TOPIC = 'room-events'

/** Resolves when every partition of the topic is on this many brokers, all of them in sync. */
export async function untilCopied(
  brokers: readonly string[],
  copies: number,
  limitMs: number,
): Promise<void> {
  await until(`every record is on ${copies} brokers`, limitMs, async () => {
    const partitions = await partitionsOf(brokers).catch(() => [])
    return partitions.length > 0 && partitions.every(({ isr }) => isr.length === copies)
  })
}

/** How many partitions of the topic each broker leads, by its id. */
export async function leaders(brokers: readonly string[]): Promise<Map<number, number>> {
  const counts = new Map<number, number>()
  for (const { leader } of await partitionsOf(brokers)) counts.set(leader, (counts.get(leader) ?? 0) + 1)
  return counts
}

function partitionsOf(brokers: readonly string[]) {
  return withKafka(brokers, async (admin) => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [TOPIC] })
    return topics[0]?.partitions ?? []
  })
}
