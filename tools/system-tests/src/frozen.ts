import { descendantsOf } from './processes'

/**
 * Stops a process and all that it started from running, as a machine that hangs would: connections stay open and
 * nothing answers. Resolves what lets them go on.
 */
export function freeze(pid: number): { thaw: () => void } {
  // The parent first: it makes no new children then.
  const signalled = [pid]
  process.kill(pid, 'SIGSTOP')
  for (const child of descendantsOf(pid)) {
    process.kill(child.pid, 'SIGSTOP')
    signalled.push(child.pid)
  }
  return {
    thaw() {
      for (const each of signalled.splice(0)) process.kill(each, 'SIGCONT')
    },
  }
}
