// Clusters and replicas of engines.
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RunningEngine } from './engine'
import { findFreePort } from './free-port'
import { newClusterId, startKafka } from './kafka'
import { startPostgres } from './postgres'
import { startPostgresStandby } from './postgres-standby'
import { makeTestDirectory, type TestDirectory } from './test-directory'
import { withKafka } from './with-kafka'

let directory: TestDirectory
const running: RunningEngine[] = []

beforeEach(async () => {
  directory = await makeTestDirectory()
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((engine) => engine.stop()))
  await directory.delete()
})

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

test('a replica has the rows written before and after its creation, and continues without the primary', async () => {
  const primary = await startPostgres({ dataDir: directory.path })
  running.push(primary)
  await query(primary.url, `create table said (text text); insert into said values ('before')`)
  const standby = await startPostgresStandby({
    dataDir: join(directory.path, 'standby'),
    primaryUrl: primary.url,
    primaryDataDir: directory.path,
    primaryPort: Number(new URL(primary.url).port),
  })
  running.push(standby)
  await query(primary.url, `insert into said values ('after')`)
  const onStandby = () => query(standby.url, 'select text from said order by text')
  await vi.waitUntil(async () => (await onStandby()).length === 2, { timeout: 10_000, interval: 100 })
  await expect(query(standby.url, `insert into said values ('no')`)).rejects.toThrow(/read-only/)

  await primary.kill()
  await query(standby.url, 'select pg_promote(true, 30)')
  await query(standby.url, `insert into said values ('without it')`)
  expect(await onStandby()).toEqual([{ text: 'after' }, { text: 'before' }, { text: 'without it' }])
})

test('three brokers form one cluster, and two of them continue without the third', async () => {
  const clusterId = newClusterId()
  const controllerPorts = [await findFreePort(), await findFreePort(), await findFreePort()]
  const starting = controllerPorts.map((_, nth) =>
    startKafka({
      dataDir: join(directory.path, `broker-${nth + 1}`),
      member: { id: nth + 1, clusterId, controllerPorts },
    }),
  )
  const brokers = await Promise.all(starting)
  running.push(...brokers)
  const urls = brokers.map(({ url }) => url)
  const replicas = await withKafka(urls, async (admin) => {
    await admin.createTopics({
      waitForLeaders: true,
      topics: [{ topic: 'said', numPartitions: 3, replicationFactor: 3 }],
    })
    const { topics } = await admin.fetchTopicMetadata({ topics: ['said'] })
    return topics[0]!.partitions.map((partition) => partition.replicas.length)
  })
  expect(replicas).toEqual([3, 3, 3])

  await brokers[0]!.kill()
  const othersLeadAll = () =>
    withKafka(urls.slice(1), async (admin) => {
      const { topics } = await admin.fetchTopicMetadata({ topics: ['said'] })
      return topics[0]!.partitions.every(({ leader }) => leader !== 1)
    }).catch(() => false)
  await vi.waitUntil(othersLeadAll, { timeout: 20_000, interval: 100 })
}, 120_000)
