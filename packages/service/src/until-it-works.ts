import { setTimeout as delay } from 'node:timers/promises'

export interface Backoff {
  firstMs: number
  mostMs: number
}

/** The wait before attempt `attempt` (from 1): full jitter under a doubling ceiling. Milliseconds. */
export function backoffMs(
  { firstMs, mostMs }: Backoff,
  attempt: number,
  random: () => number = Math.random,
): number {
  const ceiling = Math.min(mostMs, firstMs * 2 ** Math.min(attempt - 1, 30))
  return ceiling / 2 + random() * (ceiling / 2)
}

/**
 * Repeats an operation that is safe to repeat until it works, without limit. `onFailure` gets every failure and may throw
 * to give up.
 */
export async function untilItWorks<T>(
  work: (attempt: number) => Promise<T>,
  {
    backoff,
    onFailure,
    sleep = delay,
  }: {
    backoff: Backoff
    onFailure: (cause: unknown, attempt: number) => void | Promise<void>
    sleep?: (ms: number) => Promise<unknown>
  },
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt)
    } catch (cause) {
      await onFailure(cause, attempt)
      await sleep(backoffMs(backoff, attempt))
    }
  }
}
