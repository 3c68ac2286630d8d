/** In [0, 1), like Math.random. */
export type Random = () => number

/** The same numbers for the same seed (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function pick<T>(from: readonly T[], random: Random): T | undefined {
  return from[Math.floor(random() * from.length)]
}

export function between(least: number, most: number, random: Random): number {
  return least + random() * (most - least)
}

/** A random time from 0 to the step of this attempt, as in the SDK. */
export function jitterMs(baseMs: number, capMs: number, attempt: number, random: Random): number {
  return random() * Math.min(capMs, baseMs * 2 ** attempt)
}
