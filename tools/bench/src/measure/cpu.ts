// CPU time by the kernel's counters, of a process with all its descendants.
import { readdirSync, readFileSync } from 'node:fs'

const TICK_MS = 10 // USER_HZ is 100 wherever Linux runs

interface Stat {
  parent: number
  /** Its own time and that of its ended children. */
  cpuMs: number
}

/** Milliseconds since its start, of each process with its descendants. */
export function cpuMsOf(pids: readonly number[]): number[] {
  const stats = readStats()
  const childrenOf = new Map<number, number[]>()
  for (const [pid, { parent }] of stats) childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), pid])
  const sum = (pid: number): number =>
    (childrenOf.get(pid) ?? []).reduce((total, child) => total + sum(child), stats.get(pid)?.cpuMs ?? 0)
  return pids.map(sum)
}

/** Milliseconds in which a core of this machine was busy since its start, for any process. */
export function machineBusyMs(): number {
  const [total = ''] = readFileSync('/proc/stat', 'utf8').split('\n')
  const [user, nice, system, , , irq, softirq, steal] = total.split(/\s+/).slice(1).map(Number)
  return (
    [user, nice, system, irq, softirq, steal].reduce<number>((sum, each) => sum + (each ?? 0), 0) * TICK_MS
  )
}

function readStats(): Map<number, Stat> {
  const stats = new Map<number, Stat>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const stat = readStat(entry)
    if (stat) stats.set(Number(entry), stat)
  }
  return stats
}

function readStat(pid: string): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name may hold anything; after it come numbers, from field 3 on.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const ticks = [11, 12, 13, 14].reduce((total, at) => total + Number(fields[at]), 0)
    return { parent: Number(fields[1]), cpuMs: ticks * TICK_MS }
  } catch {
    return null // it has ended meanwhile
  }
}
