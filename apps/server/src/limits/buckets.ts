import { createTokenBucket, type Rate, type Take } from './token-bucket'

/** Takes one token of a key's bucket: null when there was one, else the milliseconds until there is. */
export type TakeOf = (key: string, rate: Rate) => number | null

/** Forgets keys that were silent this long: every rate here has filled its bucket again by then. */
const FORGET_AFTER_MS = 60_000

/** A bucket for each key, made full when the key is first seen. `nowMs` is monotonic. */
export function createBuckets(nowMs: () => number): TakeOf {
  const buckets = new Map<string, { take: Take; usedAt: number }>()
  let sweptAt = nowMs()

  return function takeOf(key, rate) {
    const now = nowMs()
    if (now - sweptAt > FORGET_AFTER_MS) sweep(now)
    const bucket = buckets.get(key) ?? { take: createTokenBucket(rate, nowMs), usedAt: now }
    bucket.usedAt = now
    buckets.set(key, bucket)
    return bucket.take()
  }

  function sweep(now: number) {
    sweptAt = now
    for (const [key, { usedAt }] of buckets) if (now - usedAt > FORGET_AFTER_MS) buckets.delete(key)
  }
}
