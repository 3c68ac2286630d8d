import { createTokenBucket, type Rate, type Take } from './token-bucket'

export type AllowSend = (person: { id: string; isGuest: boolean }) => number | null

/** Forgets people who were silent this long: their bucket is full again by then. */
const FORGET_AFTER_MS = 60_000

/** How often one person may send through this server, over all of their tabs. */
export function createSendLimit(rates: { member: Rate; guest: Rate }, nowMs: () => number): AllowSend {
  const buckets = new Map<string, { take: Take; usedAt: number }>()
  let sweptAt = nowMs()

  return function allowSend({ id, isGuest }) {
    const now = nowMs()
    if (now - sweptAt > FORGET_AFTER_MS) sweep(now)
    const bucket = buckets.get(id) ?? {
      take: createTokenBucket(isGuest ? rates.guest : rates.member, nowMs),
      usedAt: now,
    }
    bucket.usedAt = now
    buckets.set(id, bucket)
    return bucket.take()
  }

  function sweep(now: number) {
    sweptAt = now
    for (const [id, { usedAt }] of buckets) if (now - usedAt > FORGET_AFTER_MS) buckets.delete(id)
  }
}
