import { performance } from 'node:perf_hooks'
import type { MeasuredProcess } from '../system/system'
import type { Bench } from '../workloads/workload'
import { cpuMsOf } from './cpu'

/** The machine's resources that some work used. */
export interface Spent<T> {
  value: T
  elapsedMs: number
  oursMs: number
  allMs: number
  /** In milliseconds. */
  byProcess: { name: string; ms: number }[]
}

/** CPU time of the system during `work`. */
export async function whileMeasured<T>(
  { system, profiler }: Pick<Bench, 'system' | 'profiler'>,
  name: string,
  work: () => Promise<T>,
): Promise<Spent<T>> {
  const processes = system.processes()
  const read = () => cpuMsOf(processes.map(({ pid }) => pid))
  await profiler?.begin()
  const [before, beganAt] = [read(), performance.now()]
  const value = await work()
  const [after, elapsedMs] = [read(), performance.now() - beganAt]
  await profiler?.end(name)
  const byProcess = processes.map((each, i) => ({
    ...each,
    ms: after[i]! - before[i]!,
  }))
  const sum = (of: (each: MeasuredProcess) => boolean) =>
    byProcess.filter(of).reduce((total, { ms }) => total + ms, 0)
  return {
    value,
    elapsedMs,
    oursMs: sum(({ isOurs }) => isOurs),
    allMs: sum(() => true),
    byProcess,
  }
}
