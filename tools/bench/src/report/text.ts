import type { Workload } from '../workloads/workload'
import type { MeasuredGoal } from './goals'
import type { Table } from './medians'
import type { BenchResult } from './result'

/** The table for a terminal. */
export function toText({ table, goals }: BenchResult, workloads: readonly Workload[]): string {
  const parts = workloads
    .filter(({ name }) => table[name])
    .map(({ name, title }) => `${name}: ${title}\n${rowsOf(table[name]!)}`)
  return [...parts, `Goals\n${goalsToText(goals)}`].join('\n')
}

function goalsToText(goals: readonly MeasuredGoal[]): string {
  return goals
    .map(({ name, goal, target, measured, met, targetMet }) => {
      const verdict = targetMet ? 'target met' : met ? 'met       ' : 'MISSED    '
      return `  ${verdict}  ${name}: ${measured} (${goal}; target ${target})\n`
    })
    .join('')
}

function rowsOf(row: Table[string]): string {
  const systems = Object.keys(row) as (keyof typeof row)[]
  const metrics = [...new Set(systems.flatMap((system) => Object.keys(row[system] ?? {})))]
  const width = Math.max(...metrics.map((metric) => metric.length))
  const columns = systems.map((system) => Math.max(system.length, 9))
  const head = `  ${' '.repeat(width)}  ${systems.map((system, i) => system.padStart(columns[i]!)).join('  ')}`
  const lines = metrics.map((metric) => {
    const cells = systems.map((system, i) => format(row[system]?.[metric]).padStart(columns[i]!))
    return `  ${metric.padEnd(width)}  ${cells.join('  ')}`
  })
  return [head, ...lines, ''].join('\n')
}

export function format(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '-'
  const digits = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toLocaleString('en-US', { maximumFractionDigits: digits })
}
