import { makeTestDirectory } from '@parley/engines'
import { quantile } from '../load/histogram'
import type { Seat } from '../load/client'
import { whileMeasured } from '../measure/while-measured'
import { runMessages } from '../measure/message-run'
import { startParley } from '../system/parley'
import type { Bench, Reading, Workload } from './workload'

const CONNECTS = 2_000
const shape = { people: CONNECTS, rooms: 200, roomsEach: 10 }

/** Connects all clients at once. */
async function measureConnects(bench: Bench, name: string, seats: readonly Seat[]): Promise<Reading> {
  const { system, loads } = bench
  const connect = () => loads.connect({ seats, dialect: system.dialect, atOnce: seats.length })
  const { value: connectMs, ...spent } = await whileMeasured(bench, name, connect)
  return {
    'CPU ms per connect': spent.oursMs / seats.length,
    'CPU ms per connect, with Kafka and PostgreSQL': spent.allMs / seats.length,
    ...Object.fromEntries(
      spent.byProcess.map(({ name: process, ms }) => [`CPU ms per connect: ${process}`, ms / seats.length]),
    ),
    'all in sync s': spent.elapsedMs / 1_000,
    'connect p50 ms': quantile(connectMs, 0.5),
    'connect p99 ms': quantile(connectMs, 0.99),
  }
}

export const connectWorkloads: readonly Workload[] = [
  {
    name: 'W5',
    title: '2,000 connects at once; Parley: with a session and the sync of 10 rooms',
    systems: 'all',
    async measure(bench) {
      const { system, loads } = bench
      const seats = await system.seat(shape)
      // The first ones pay for code that is not compiled yet.
      await loads.connect({
        seats: seats.slice(0, CONNECTS / 10),
        dialect: system.dialect,
      })
      await loads.disconnect()
      try {
        return await measureConnects(bench, this.name, seats)
      } finally {
        await loads.disconnect()
        await system.clear()
      }
    },
  },
  {
    name: 'W9',
    title:
      '2,000 clients lose their connection and come back at once, having missed messages in 10 rooms each',
    systems: 'parley',
    async measure(bench) {
      const { system, loads } = bench
      const seats = await system.seat(shape)
      await loads.connect({ seats, dialect: system.dialect })
      try {
        await runMessages({ ...bench, measureMs: 500, profiler: null }, this.name, { perSecond: 100 })
        await loads.disconnect()
        // Their cursors are those of the beginning.
        return await measureConnects(bench, this.name, seats)
      } finally {
        await loads.disconnect()
        await system.clear()
      }
    },
  },
  {
    name: 'W5-restart',
    title: '4,000 connects at once to four servers, right after a restart of Redis',
    systems: 'parley',
    async measure(bench) {
      const directory = await makeTestDirectory()
      try {
        const parley = await startParley({
          dataDir: directory.path,
          servers: 4,
          say: () => undefined,
        })
        try {
          const seats = await parley.seat({ ...shape, connectionsEach: 2 })
          const { loads } = bench
          await loads.connect({ seats: seats.slice(0, CONNECTS / 10), dialect: parley.dialect })
          await loads.disconnect()
          await parley.engines.redis.restart()
          return await measureConnects({ ...bench, system: parley, profiler: null }, this.name, seats)
        } finally {
          await bench.loads.disconnect()
          await parley.stop()
        }
      } finally {
        await directory.delete()
      }
    },
  },
]
