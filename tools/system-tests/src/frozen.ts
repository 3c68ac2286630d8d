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
  return thawing(signalled)
}

/** Stops all pages of a browser, as a machine that sleeps does; what lies between them and the network goes on. */
export function freezePages(browserPid: number): { thaw: () => void } {
  const pages = descendantsOf(browserPid).filter(({ command }) => command.includes('--type=renderer'))
  for (const { pid } of pages) process.kill(pid, 'SIGSTOP')
  return thawing(pages.map(({ pid }) => pid))
}

function thawing(signalled: number[]): { thaw: () => void } {
  return {
    thaw() {
      for (const each of signalled.splice(0)) process.kill(each, 'SIGCONT')
    },
  }
}
