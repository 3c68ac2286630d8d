import { EVERYBODY_ELSE } from '../measure/message-run'
import type { SystemName } from '../system/system'
import type { Measurement, Reading } from '../workloads/workload'

/** By workload: the result of each system. */
export type Table = Record<string, Partial<Record<SystemName, Reading>>>

/** Faults of which one bad round is one too many. */
const WORST = new Set([
  'lost',
  'doubled',
  'arrivals out of order',
  'arrival orders',
  'unanswered',
  'lost connections',
  'not-confirmed %',
  'refused %',
  EVERYBODY_ELSE,
])

export function toTable(measurements: readonly Measurement[]): Table {
  const table: Table = {}
  for (const { workload, system } of measurements) {
    const readings = measurements.filter((each) => each.workload === workload && each.system === system)
    const row = (table[workload] ??= {})
    row[system] ??= combine(readings.map(({ reading }) => reading))
  }
  return table
}

function combine(readings: readonly Reading[]): Reading {
  const names = Object.keys(readings[0] ?? {})
  return Object.fromEntries(
    names.map((name) => {
      const values = readings.map((reading) => reading[name] ?? NaN)
      return [name, WORST.has(name) ? Math.max(...values) : median(values)]
    }),
  )
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
