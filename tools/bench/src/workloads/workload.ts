import type { Loads } from '../load/loads'
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
  loads: Loads
  measureMs: number
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
