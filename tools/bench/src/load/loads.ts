import { join } from 'node:path'
import { startApart } from '../apart'
import type { ConnectWish } from './audience'
import { nowMs } from './clock'
import { merge, type HistogramCounts } from './histogram'
import type { LoadOrder } from './load-process'
import type { RunPlan, RunResult } from './plan'

/** The processes that drive a system. */
export interface Loads {
  /** Resolves when all clients are welcomed and have their missed events, to the time of each. */
  connect: (wish: Omit<ConnectWish, 'atOnce'> & { atOnce?: number }) => Promise<HistogramCounts>
  /** Begins a run in all processes at one time; rates are totals. */
  run: (wish: LoadWish) => {
    measureFromMs: number
    measureUntilMs: number
    results: Promise<RunResult[]>
  }
  disconnect: () => Promise<void>
  stop: () => Promise<void>
}

export interface LoadWish {
  perSecond?: number
  inFlight?: number
  warmUpMs: number
  measureMs: number
}

const LEAD_MS = 300
/** For workloads that do not measure connecting. */
const COMFORTABLY = 40

export function startLoads(count: number): Loads {
  const processes = Array.from({ length: count }, () =>
    startApart<LoadOrder>(join(import.meta.dirname, 'load-process.ts')),
  )
  const shareOf = (all: number | undefined) => (all === undefined ? null : all / count)

  return {
    async connect({ seats, dialect, atOnce = COMFORTABLY }) {
      const orders = processes.map((each, nth) => {
        const share = seats.filter((_, i) => i % count === nth)
        return each.order({
          kind: 'connect',
          wish: { seats: share, dialect, atOnce: Math.ceil(atOnce / count) },
        })
      })
      return merge((await Promise.all(orders)) as HistogramCounts[])
    },
    run({ perSecond, inFlight, warmUpMs, measureMs }) {
      const startMs = nowMs() + LEAD_MS
      const times = {
        startMs,
        measureFromMs: startMs + warmUpMs,
        measureUntilMs: startMs + warmUpMs + measureMs,
      }
      const plan = (nth: number): RunPlan => ({
        perSecond: shareOf(perSecond),
        inFlight: shareOf(inFlight),
        ...times,
        nth,
        processes: count,
      })
      const results = Promise.all(processes.map((each, nth) => each.order({ kind: 'run', plan: plan(nth) })))
      return { ...times, results: results as Promise<RunResult[]> }
    },
    async disconnect() {
      await Promise.all(processes.map((each) => each.order({ kind: 'disconnect' })))
    },
    async stop() {
      await Promise.all(processes.map((each) => each.stop()))
    },
  }
}
