import { setTimeout as sleep } from 'node:timers/promises'
import { residentMb } from '../measure/memory'
import { whileMeasured } from '../measure/while-measured'
import type { Bench, Reading, Workload } from './workload'

/** Longer than every interval of the servers' periodic tasks. Milliseconds. */
const IDLE_MS = 20_000
/** Earlier messages are stored by then. Milliseconds. */
const SETTLE_MS = 3_000

async function measureIdle(bench: Bench, name: string): Promise<Reading> {
  await sleep(SETTLE_MS)
  const { elapsedMs, oursMs, allMs, byProcess } = await whileMeasured(bench, name, () => sleep(IDLE_MS))
  return {
    'CPU % of a core': (100 * oursMs) / elapsedMs,
    'CPU % of a core, with Kafka and PostgreSQL': (100 * allMs) / elapsedMs,
    ...Object.fromEntries(
      byProcess.map(({ name: process, ms }) => [`CPU % of a core: ${process}`, (100 * ms) / elapsedMs]),
    ),
  }
}

export const idleWorkloads: readonly Workload[] = [
  {
    name: 'W12',
    title: 'memory of two servers, a persister and the engines',
    systems: 'parley',
    async measure({ system }) {
      const sizes = system.processes().map(({ name, pid }) => ({ name, mb: residentMb(pid) }))
      return {
        'resident MB': sizes.reduce((total, { mb }) => total + mb, 0),
        ...Object.fromEntries(sizes.map(({ name, mb }) => [`resident MB: ${name}`, mb])),
      }
    },
  },
  {
    name: 'idle',
    title: 'nobody is connected',
    systems: 'parley',
    measure(bench) {
      return measureIdle(bench, this.name)
    },
  },
  {
    name: 'idle-5000',
    title: '5,000 idle sockets',
    systems: 'all',
    async measure(bench) {
      const { system, loads } = bench
      const shape = {
        people: 1_000,
        rooms: 100,
        roomsEach: 10,
        connectionsEach: 5,
      }
      await loads.connect({
        seats: await system.seat(shape),
        dialect: system.dialect,
      })
      try {
        return await measureIdle(bench, this.name)
      } finally {
        await loads.disconnect()
        await system.clear()
      }
    },
  },
]
