import { withKafka } from '@parley/engines'
import { createEvidence } from './evidence'
import { TOPIC } from './topic'
import type { Scenario, Stage } from './scenario'
import { seconds, until } from './times'

/** Long enough for every partition of the new log to get longer than the old one was. Milliseconds. */
const OVERTAKEN_LIMIT_MS = 120_000
const ALARM_LIMIT_MS = 30_000
const STORED_LIMIT_MS = 60_000

/**
 * The log is recreated unnoticed and at the worst moment: while no persister stores, so that the new log may get longer
 * than the old one. Then no offset is out of range; continuing from PostgreSQL's offset would skip every record below it.
 */
export const logRecreated: Scenario = {
  name: 'log-recreated',
  row: 'Kafka: topic deleted and recreated, offsets reset',
  stack: { forOneScenario: 'log-recreated' },
  losesLog: true,
  async run(stage) {
    const { stack, crowd, fault, require, figure, mayDie, now, everythingSeen, messagesPerSecond } = stage
    mayDie('persister')
    // Messages that were acknowledged but not stored when the log goes are only in Redis: nothing is promised for them.
    await crowd.settle(60_000)
    await Promise.all(stack.persisters.map((persister) => persister.kill()))
    const evidence = await createEvidence(stack)
    try {
      const stored = await evidence.storedOffsets()
      fault('the topic is deleted and recreated while no persister stores')
      await recreate(stack.kafkaBrokers)
      crowd.setRate(messagesPerSecond)
      await until('the new log is longer than the old one', OVERTAKEN_LIMIT_MS, () => evidence.isPast(stored))
      const rows = await evidence.countRows()
      await alarmed(stage)
      require(JSON.stringify(await evidence.countRows()) ===
        JSON.stringify(rows), 'nothing is stored past the gap')
      require(sameOffsets(await evidence.storedOffsets(), stored), 'no record is skipped')
      const acked = crowd.acked()
      await seconds(5)
      require(crowd.acked() > acked, 'messages flow')

      // The recovery that docs/recover.md describes.
      const since = now()
      await Promise.all(stack.persisters.map((persister) => persister.terminate()))
      await evidence.rewind()
      await Promise.all(stack.persisters.map((persister) => persister.restart()))
      await evidence.untilStored(STORED_LIMIT_MS)
      figure('stored s after the way back', (now() - since) / 1_000)
      await everythingSeen(since, STORED_LIMIT_MS)
    } finally {
      await evidence.close()
    }
  },
}

/** The services create it as at the very first start. */
async function recreate(brokers: readonly string[]) {
  await withKafka(brokers, async (admin) => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [TOPIC] })
    await admin.deleteTopics({ topics: [TOPIC] })
    await until('the topic is gone', 20_000, async () => !(await admin.listTopics()).includes(TOPIC))
    await admin.createTopics({
      waitForLeaders: true,
      topics: [
        {
          topic: TOPIC,
          numPartitions: topics[0]!.partitions.length,
          replicationFactor: 1,
          configEntries: KEPT,
        },
      ],
    })
  })
}

/** The settings of packages/event-log, which refuses any other topic. */
const KEPT = [
  { name: 'retention.ms', value: String(45 * 86_400_000) },
  { name: 'retention.bytes', value: '-1' },
  { name: 'message.timestamp.type', value: 'LogAppendTime' },
]

/** Each persister starts, detects the new log, reports it and ends; its supervisor restarts it, and it ends again. */
async function alarmed({ stack, require }: Stage) {
  const before = stack.deaths.length
  for (const persister of stack.persisters) void persister.restart().catch(() => undefined) // it is never ready
  const died = (id: string) => stack.deaths.slice(before).some((death) => death.startsWith(id))
  const all = until('every persister has ended', ALARM_LIMIT_MS, () =>
    stack.persisters.every(({ id }) => died(id)),
  )
  const isAlarm = await all.then(
    () => true,
    () => false,
  )
  require(isAlarm, 'every persister refuses to continue, and ends')
}

function sameOffsets(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): boolean {
  return [...b].every(([partition, offset]) => a.get(partition) === offset)
}
