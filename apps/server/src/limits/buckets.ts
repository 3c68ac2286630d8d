import { createTokenBucket, type Rate, type Take } from './token-bucket'

/** Takes one token of a key's bucket: null when there was one, else the milliseconds until there is. */
export type TakeOf = (key: string, rate: Rate) => number | null

const SWEEP_EVERY_MS = 60_000

/**
 * A bucket for each key, created full when the key is first seen, and forgotten when it is full again. `nowMs` is
 * monotonic.
 */
export function createBuckets(nowMs: () => number): TakeOf {
  const buckets = new Map<string, { take: Take; fullAt: number }>()
  let sweptAt = nowMs()

  return function takeOf(key, rate) {
    const now = nowMs()
    if (now - sweptAt > SWEEP_EVERY_MS) sweep(now)
    let bucket = buckets.get(key)
    if (!bucket) buckets.set(key, (bucket = { take: createTokenBucket(rate, nowMs), fullAt: now }))
    bucket.fullAt = now + (rate.burst / rate.perSecond) * 1_000
    return bucket.take()
  }

  function sweep(now: number) {
    sweptAt = now
    for (const [key, { fullAt }] of buckets) if (now > fullAt) buckets.delete(key)
  }
}
