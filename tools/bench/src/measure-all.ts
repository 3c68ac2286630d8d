import type { Loads } from './load/loads'
import type { Parley } from './system/parley'
import type { Peer } from './system/list-peers'
import { EVERYBODY_ELSE } from './measure/message-run'
import type { Measurement, Reading, Workload } from './workloads/workload'

const MOST_ATTEMPTS = 3

interface Wish {
  parley: Parley
  loads: Loads
  workloads: readonly Workload[]
  peers: readonly Peer[]
  rounds: number
  /** The CPU that other processes of the machine may use during a measurement, in % of a core. */
  quiet: number
  measureMs: number
  messages: number
  signal: AbortSignal
  say: (line: string) => void
}

/**
 * Every round measures every workload on every system in turn, so that a slow minute of the machine affects all of them.
 */
export async function measureAll(wish: Wish): Promise<Measurement[]> {
  const { parley, workloads, peers, rounds, signal, say } = wish
  const measurements: Measurement[] = []
  for (let round = 1; round <= rounds; round++) {
    for (const workload of workloads) {
      for (const peer of [...(workload.systems === 'all' ? peers : []), null]) {
        signal.throwIfAborted()
        const system = peer?.name ?? 'parley'
        say(`round ${round} of ${rounds}: ${workload.name} on ${system}`)
        const measure = () => (peer ? onPeer(wish, workload, peer) : onParley(wish, workload))
        const reading = await whileQuiet(measure, wish)
        measurements.push({ workload: workload.name, system, round, reading })
        for (const error of parley.takeErrors()) say(`  ${error}`)
      }
    }
  }
  return measurements
}

/** The quietest of a few attempts. */
async function whileQuiet(measure: () => Promise<Reading>, { quiet, signal, say }: Wish): Promise<Reading> {
  const noiseOf = (reading: Reading) => reading[EVERYBODY_ELSE] ?? 0
  let best = await measure()
  for (let attempt = 2; noiseOf(best) > quiet && attempt <= MOST_ATTEMPTS; attempt++) {
    signal.throwIfAborted()
    say(`  other processes took ${noiseOf(best).toFixed(0)} % of a core; repeating`)
    const next = await measure()
    if (noiseOf(next) < noiseOf(best)) best = next
  }
  return best
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
