export interface Rate {
  burst: number
  perSecond: number
}

/** Takes one token: null when there was one, else the milliseconds until there is. */
export type Take = () => number | null

/** A bucket that starts full. `nowMs` is monotonic. */
export function createTokenBucket({ burst, perSecond }: Rate, nowMs: () => number): Take {
  let tokens = burst
  let countedAt = nowMs()

  return function take() {
    const now = nowMs()
    tokens = Math.min(burst, tokens + ((now - countedAt) / 1_000) * perSecond)
    countedAt = now
    if (tokens < 1) return Math.ceil(((1 - tokens) / perSecond) * 1_000)
    tokens -= 1
    return null
  }
}
