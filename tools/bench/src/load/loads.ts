import { join } from 'node:path'
import { startApart } from '../apart'
import type { Seat } from './client'
import { nowMs } from './clock'
import type { DialectName } from './dialect'
import type { LoadOrder } from './load-process'
import type { RunPlan, RunResult } from './plan'

/** The processes that drive a system. */
export interface Loads {
  connect: (seats: readonly Seat[], dialect: DialectName) => Promise<void>
  /** Begins a run in all of them at one time; rates are those of all together. */
  run: (wish: LoadWish) => { measureFromMs: number; measureUntilMs: number; results: Promise<RunResult[]> }
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

export function startLoads(count: number): Loads {
  const processes = Array.from({ length: count }, () =>
    startApart<LoadOrder>(join(import.meta.dirname, 'load-process.ts')),
  )
  const shareOf = (all: number | undefined) => (all === undefined ? null : all / count)

  return {
    async connect(seats, dialect) {
      const shares = processes.map((_, nth) => seats.filter((_, i) => i % count === nth))
      await Promise.all(
        processes.map((each, nth) => each.order({ kind: 'connect', seats: shares[nth]!, dialect })),
      )
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
