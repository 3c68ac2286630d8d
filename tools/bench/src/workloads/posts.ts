import { setTimeout as sleep } from 'node:timers/promises'
import { withPostgres } from '@parley/testkit/postgres'
import { whileMeasured } from '../measure/while-measured'
import { runMessages } from '../measure/message-run'
import type { Bench, Workload } from './workload'

const UNDER_WAY = 128
const WARM_UP_MS = 3_000
const STORED_LIMIT_MS = 60_000
const shape = { people: 500, rooms: 250 }

export const postWorkloads: readonly Workload[] = [
  {
    name: 'W11',
    title: 'posts that are acknowledged and stored: 500 clients in 250 rooms of 2, 128 under way at any time',
    systems: 'parley',
    async measure(bench) {
      const { system, loads, measureMs } = bench
      await loads.connect({
        seats: await system.seat(shape),
        dialect: system.dialect,
      })
      try {
        await postAndStore(bench, WARM_UP_MS)
        const {
          value: posts,
          elapsedMs,
          oursMs,
          allMs,
        } = await whileMeasured(bench, this.name, () => postAndStore(bench, measureMs))
        return {
          'posts per CPU-second of all processes': (posts * 1_000) / allMs,
          'posts per CPU-second, without Kafka and PostgreSQL': (posts * 1_000) / oursMs,
          'posts/s until all are stored': (posts * 1_000) / elapsedMs,
        }
      } finally {
        await loads.disconnect()
        await system.clear()
      }
    },
  },
  {
    name: 'overload',
    title: '1.5 times as many messages as it can take: 1,000 clients in 100 rooms of 10',
    systems: 'parley',
    async measure(bench) {
      const { system, loads, say } = bench
      await loads.connect({
        seats: await system.seat({ people: 1_000, rooms: 100 }),
        dialect: system.dialect,
      })
      try {
        const closed = { ...bench, measureMs: 4_000, profiler: null }
        const capacity = (await runMessages(closed, this.name, { inFlight: 256 }))['messages/s'] ?? 0
        say(`  it can take ${capacity.toFixed(0)} messages/s`)
        const reading = await runMessages(bench, this.name, {
          perSecond: 1.5 * capacity,
        })
        return { 'capacity messages/s': capacity, ...reading }
      } finally {
        await loads.disconnect()
        await system.clear()
      }
    },
  },
]

/** Resolves to the number of acknowledged messages when PostgreSQL has all. */
async function postAndStore({ parley, loads }: Bench, measureMs: number): Promise<number> {
  const { url } = parley.engines.postgres
  const before = await countStored(url)
  const results = await loads.run({
    inFlight: UNDER_WAY,
    warmUpMs: 0,
    measureMs,
  }).results
  const posts = results
    .flatMap(({ rooms }) => rooms)
    .reduce((total, { acknowledged }) => total + acknowledged, 0)
  const giveUpAt = performance.now() + STORED_LIMIT_MS
  while ((await countStored(url)) - before < posts) {
    if (performance.now() > giveUpAt) throw new Error('acknowledged posts are not stored')
    await sleep(100)
  }
  return posts
}

function countStored(url: string): Promise<number> {
  return withPostgres(url, async (client) => {
    const { rows } = await client.query<{ count: string }>('select count(*) from messages')
    return Number(rows[0]?.count)
  })
}
