import { execFileSync } from 'node:child_process'

export interface Process {
  pid: number
  parent: number
  command: string
}

export function listProcesses(): Process[] {
  const text = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,stat=,command='], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, state = '', command = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S.*)$/.exec(line) ?? []
    if (!pid || state.startsWith('Z')) return [] // a process that ended, and whose parent has not asked for it yet
    return [{ pid: Number(pid), parent: Number(parent), command }]
  })
}

/** All descendants of the process. */
export function descendantsOf(pid: number, processes = listProcesses()): Process[] {
  const children = processes.filter(({ parent }) => parent === pid)
  return children.flatMap((child) => [child, ...descendantsOf(child.pid, processes)])
}

export function isAlive(pid: number): boolean {
  return listProcesses().some((each) => each.pid === pid)
}
