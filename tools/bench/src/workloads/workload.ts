import type { Loads } from '../load/loads'
import type { Profiler } from '../profile/profiler'
import type { Parley } from '../system/parley'
import type { System, SystemName } from '../system/system'

export interface Workload {
  /** `W2`; several workloads may be one of the issue at different rates. */
  name: string
  title: string
  /** Who can be measured. */
  systems: 'all' | 'parley'
  measure: (bench: Bench) => Promise<Reading>
}

export interface Bench {
  system: System
  parley: Parley
  loads: Loads
  measureMs: number
  /** How large the history of W7 grows. */
  messages: number
  /** Looks into Parley's services while it is measured, when somebody wants to know. */
  profiler: Profiler | null
  say: (line: string) => void
}

/** Figures of one measurement, under the names that the table shows. */
export type Reading = Record<string, number>

export interface Measurement {
  workload: string
  system: SystemName
  round: number
  reading: Reading
}
