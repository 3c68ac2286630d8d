import { setTimeout as sleep } from 'node:timers/promises'

const CHECK_INTERVAL_MS = 100

/** Waits until the condition returns a truthy value, and resolves to it; rejects with `what` after the limit. */
export async function until<T>(
  what: string,
  limitMs: number,
  condition: () => T | Promise<T>,
): Promise<Exclude<T, false | null | undefined>> {
  const giveUpAt = performance.now() + limitMs
  for (;;) {
    const answer = await condition()
    if (answer) return answer as Exclude<T, false | null | undefined>
    if (performance.now() > giveUpAt) throw new Error(`not within ${limitMs / 1_000} s: ${what}`)
    await sleep(CHECK_INTERVAL_MS)
  }
}
