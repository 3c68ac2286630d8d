import type { Loads } from './load/loads'
import type { Parley } from './system/parley'
import type { Peer } from './system/list-peers'
import type { Measurement, Workload } from './workloads/workload'

interface Wish {
  parley: Parley
  loads: Loads
  workloads: readonly Workload[]
  peers: readonly Peer[]
  rounds: number
  measureMs: number
  messages: number
  signal: AbortSignal
  say: (line: string) => void
}

/** Every round measures every workload on every system in turn, so that a slow minute of the machine hits all of them. */
export async function measureAll(wish: Wish): Promise<Measurement[]> {
  const { parley, workloads, peers, rounds, signal, say } = wish
  const measurements: Measurement[] = []
  for (let round = 1; round <= rounds; round++) {
    for (const workload of workloads) {
      for (const peer of [...(workload.systems === 'all' ? peers : []), null]) {
        signal.throwIfAborted()
        const system = peer?.name ?? 'parley'
        say(`round ${round} of ${rounds}: ${workload.name} on ${system}`)
        const reading = peer ? await onPeer(wish, workload, peer) : await onParley(wish, workload)
        measurements.push({ workload: workload.name, system, round, reading })
        for (const error of parley.takeErrors()) say(`  ${error}`)
      }
    }
  }
  return measurements
}

function onParley({ parley, loads, measureMs, messages, say }: Wish, workload: Workload) {
  return workload.measure({
    parley,
    loads,
    measureMs,
    messages,
    say,
    system: parley,
    profiler: parley.profiler,
  })
}

async function onPeer({ parley, loads, measureMs, messages, say }: Wish, workload: Workload, peer: Peer) {
  const system = await peer.start()
  try {
    return await workload.measure({
      parley,
      loads,
      measureMs,
      messages,
      say,
      system,
      profiler: null,
    })
  } finally {
    await system.stop()
  }
}
