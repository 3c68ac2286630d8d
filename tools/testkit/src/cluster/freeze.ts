import { descendantsOf } from './processes'

/**
 * Stops a process and all its descendants from running, like a machine that hangs: connections stay open and nothing
 * answers. Returns the function that resumes them.
 */
export function freeze(pid: number): { thaw: () => void } {
  // The parent first: it then creates no new children.
  const signalled = [pid]
  process.kill(pid, 'SIGSTOP')
  for (const child of descendantsOf(pid)) {
    process.kill(child.pid, 'SIGSTOP')
    signalled.push(child.pid)
  }
  return thawing(signalled)
}

/** Stops all pages of a browser, like a machine that sleeps; the browser's network process keeps running. */
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
