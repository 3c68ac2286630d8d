import { availableParallelism, loadavg } from 'node:os'

/** A limit for a machine that has nothing else to do, made longer by as much as more work waits here than there are cores. */
export function onThisMachine(limitMs: number): number {
  const [load = 0] = loadavg()
  return limitMs * Math.max(1, load / availableParallelism())
}
