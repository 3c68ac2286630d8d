import { availableParallelism, loadavg } from 'node:os'

/** A limit for an idle machine, extended by the ratio of waiting work to cores. */
export function onThisMachine(limitMs: number): number {
  const [load = 0] = loadavg()
  return limitMs * Math.max(1, load / availableParallelism())
}
