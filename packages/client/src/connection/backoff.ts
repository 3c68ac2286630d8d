interface Backoff {
  baseMs: number
  capMs: number
}

/** Between attempts to connect: ours and 2,000 others', so the whole range is used. */
export const RECONNECT: Backoff = { baseMs: 250, capMs: 10_000 }
/** Between sends of one message. The cap is lower: what waits here is a person's message, one at a time. */
export const RESEND: Backoff = { baseMs: 250, capMs: 4_000 }
/** Between questions about what we missed. */
export const ASK_AGAIN: Backoff = { baseMs: 500, capMs: 10_000 }

/** Full jitter: anything from 0 to the step of this attempt (0 = the first). Milliseconds. */
export function fullJitterMs({ baseMs, capMs }: Backoff, attempt: number, random: () => number): number {
  return random() * Math.min(capMs, baseMs * 2 ** attempt)
}

/** Never before the time that a server asked for; spread after it, so that those it told do not come back together. */
export function waitMs(backoff: Backoff, attempt: number, hintMs: number, random: () => number): number {
  return hintMs + fullJitterMs(backoff, attempt, random)
}
