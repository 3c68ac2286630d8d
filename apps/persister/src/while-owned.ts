import { setTimeout as delay } from 'node:timers/promises'
import { FencedError } from './fenced'

const CHECK_INTERVAL_MS = 250

/** Waits for work that continues by itself, but only while the partition is ours. Throws FencedError. */
export async function whileOwned<T>(
  partition: number,
  isOwned: () => boolean,
  work: Promise<T>,
  sleep: (ms: number) => Promise<unknown> = delay,
): Promise<T> {
  let isDone = false
  async function untilLost(): Promise<T> {
    while (isOwned() && !isDone) await sleep(CHECK_INTERVAL_MS)
    if (!isDone) throw new FencedError(partition)
    return work
  }
  return Promise.race([work, untilLost()]).finally(() => (isDone = true))
}
