import { setTimeout as sleep } from 'node:timers/promises'
import type { Child } from './child'

interface Readiness {
  name: string
  child: Child
  /** Throws while the engine does not answer yet. */
  probe: () => Promise<unknown>
  limitMs: number
}

/**
 * Rejects with the last lines of the engine's output when it ended, or did not answer in time; it is not left running.
 */
export async function untilReady({ name, child, probe, limitMs }: Readiness): Promise<Child> {
  const until = performance.now() + limitMs
  let last: unknown
  while (child.isRunning && performance.now() < until) {
    try {
      await probe()
      return child
    } catch (error) {
      last = error
      await Promise.race([sleep(40), child.ended])
    }
  }
  const how = child.isRunning ? `did not answer within ${limitMs / 1000} s` : await child.ended
  await child.stop('SIGKILL', 0)
  throw new Error(`${name} ${how}.\n${lastLines(child.output())}`, { cause: last })
}

function lastLines(text: string) {
  return text.trimEnd().split('\n').slice(-12).join('\n')
}
