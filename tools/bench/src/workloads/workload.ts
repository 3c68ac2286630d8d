import type { Loads } from '../load/loads'
import type { Profiler } from '../profile/profiler'
import type { Parley } from '../system/parley'
import type { System, SystemName } from '../system/system'

export interface Workload {
  /** `W2`; several workloads may be one workload of the issue at different rates. */
  name: string
  title: string
  /** The systems that can be measured. */
  systems: 'all' | 'parley'
  measure: (bench: Bench) => Promise<Reading>
}

export interface Bench {
  system: System
  parley: Parley
  loads: Loads
  measureMs: number
  /** The size to which the history of W7 grows. */
  messages: number
  /** Profiles Parley's services during a measurement, if requested. */
  profiler: Profiler | null
  say: (line: string) => void
}

/** Figures of one measurement, by their names in the table. */
export type Reading = Record<string, number>

export interface Measurement {
  workload: string
  system: SystemName
  round: number
  reading: Reading
}
