import { readdirSync, readFileSync } from 'node:fs'

/** Resident megabytes of a process and its descendants; shared memory counts once. */
export function residentMb(pid: number): number {
  return [pid, ...descendantsOf(pid)].reduce((total, each) => total + proportionalKb(each), 0) / 1_024
}

function descendantsOf(pid: number): number[] {
  const children = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && parentOf(entry) === pid)
  return children.flatMap((child) => [Number(child), ...descendantsOf(Number(child))])
}

function parentOf(pid: string): number {
  const text = readOr(`/proc/${pid}/stat`)
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1])
}

function proportionalKb(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(readOr(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0)
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // it has ended meanwhile
  }
}
