import type { Loads } from './load/loads'
import type { Parley } from './system/parley'
import { startPeer, type PeerName } from './system/peers'
import type { Measurement, Workload } from './workloads/workload'

interface Wish {
  parley: Parley
  loads: Loads
  workloads: readonly Workload[]
  peers: readonly PeerName[]
  rounds: number
  measureMs: number
  signal: AbortSignal
  say: (line: string) => void
}

/** Every round measures every workload on every system in turn, so that a slow minute of the machine hits all of them. */
export async function measureAll(wish: Wish): Promise<Measurement[]> {
  const { parley, workloads, peers, rounds, signal, say } = wish
  const measurements: Measurement[] = []
  for (let round = 1; round <= rounds; round++) {
    for (const workload of workloads) {
      const systems = workload.systems === 'all' ? [...peers, 'parley' as const] : ['parley' as const]
      for (const name of systems) {
        signal.throwIfAborted()
        say(`round ${round} of ${rounds}: ${workload.name} on ${name}`)
        const reading = await measureOne(wish, workload, name)
        measurements.push({ workload: workload.name, system: name, round, reading })
        for (const error of parley.takeErrors()) say(`  ${error}`)
      }
    }
  }
  return measurements
}

async function measureOne(
  { parley, loads, measureMs, say }: Wish,
  workload: Workload,
  name: PeerName | 'parley',
) {
  const shared = { parley, loads, measureMs, say }
  if (name === 'parley') return workload.measure({ ...shared, system: parley, profiler: parley.profiler })
  const { url, pid } = parley.engines.redis
  const system = await startPeer(name, { url, pid: pid! })
  try {
    return await workload.measure({ ...shared, system, profiler: null })
  } finally {
    await system.stop()
  }
}
