import { makeTestDirectory } from '@parley/engines'
import { countCommands } from '../measure/redis-commands'
import { startParley, type Parley } from '../system/parley'
import type { Bench, Reading, Workload } from './workload'

const MANY_SERVERS = 8

export const redisWorkloads: readonly Workload[] = [
  {
    name: 'W8',
    title: 'Redis commands per message: 1,000 clients in 100 rooms of 10, 500 messages/s',
    systems: 'parley',
    measure: (bench) => countPerMessage(bench, bench.parley),
  },
  {
    name: 'W8-8',
    title: `the same with ${MANY_SERVERS} servers`,
    systems: 'parley',
    async measure(bench) {
      const directory = await makeTestDirectory()
      try {
        const parley = await startParley({
          dataDir: directory.path,
          servers: MANY_SERVERS,
          say: () => undefined,
        })
        return await countPerMessage(bench, parley).finally(parley.stop)
      } finally {
        await directory.delete()
      }
    },
  },
]

async function countPerMessage({ loads, measureMs }: Bench, parley: Parley): Promise<Reading> {
  const seats = await parley.seat({ people: 1_000, rooms: 100 })
  await loads.connect({ seats, dialect: parley.dialect })
  let sent = 0
  try {
    const { inside, outside } = await countCommands(parley.engines.redis.url, async () => {
      const run = loads.run({
        perSecond: 500,
        warmUpMs: 0,
        measureMs: measureMs / 2,
      })
      for (const { rooms } of await run.results)
        sent += rooms.reduce((total, { acknowledged }) => total + acknowledged, 0)
    })
    const perMessage = (counts: Record<string, number>) =>
      Object.values(counts).reduce((total, count) => total + count, 0) / sent
    return {
      'Redis commands per message': perMessage(inside) + perMessage(outside),
      'Redis commands per message: outside scripts': perMessage(outside),
      'Redis commands per message: inside scripts': perMessage(inside),
      ...each('outside', outside, sent),
      ...each('inside', inside, sent),
    }
  } finally {
    await loads.disconnect()
    await parley.clear()
  }
}

/** Commands below one in a hundred messages do not belong to the path. */
function each(where: string, counts: Record<string, number>, sent: number): Reading {
  const named = Object.entries(counts).map(([name, count]) => [`${name} ${where}`, count / sent] as const)
  return Object.fromEntries(named.filter(([, share]) => share >= 0.01).sort(([, a], [, b]) => b - a))
}
