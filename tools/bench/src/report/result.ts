import { readFileSync } from 'node:fs'
import { describeCommit, describeMachine } from '@parley/testkit/cluster'
import type { Measurement } from '../workloads/workload'
import { compareGoals, type MeasuredGoal } from './goals'
import { toTable, type Table } from './medians'

export interface BenchResult {
  machine: string
  date: string
  commit: string
  /** Of Parley. */
  servers: number
  goals: MeasuredGoal[]
  table: Table
  measurements: Measurement[]
}

export function toResult(measurements: Measurement[], servers: number): BenchResult {
  const table = toTable(measurements)
  return {
    machine: describeMachine(),
    date: new Date().toISOString().slice(0, 10),
    commit: describeCommit(),
    servers,
    goals: compareGoals(table),
    table,
    measurements,
  }
}

/** Several runs as one: a machine that is quiet for minutes at a time measures a few workloads in each. */
export function readResults(files: readonly string[]): BenchResult {
  const runs = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as BenchResult)
  const { machine, date, commit, servers } = runs.at(-1)!
  const strange = runs.find((run) => run.machine !== machine || run.servers !== servers)
  if (strange) throw new Error(`One run is another: ${strange.servers} servers on ${strange.machine}`)
  const commits = [...new Set(runs.map((run) => run.commit))].join(', ')
  const measurements = runs.flatMap((run) => run.measurements)
  return {
    ...toResult(measurements, servers),
    machine,
    date,
    commit: commits || commit,
  }
}
