interface Backoff {
  baseMs: number
  capMs: number
}

/** Between attempts to connect: this client's and 2,000 others', so the whole range is used. */
export const RECONNECT: Backoff = { baseMs: 250, capMs: 10_000 }
/** Between sends of one message. The cap is lower: a person waits for these messages, which go one at a time. */
export const RESEND: Backoff = { baseMs: 250, capMs: 4_000 }
/** Between requests for missed events. */
export const ASK_AGAIN: Backoff = { baseMs: 500, capMs: 10_000 }

/** Full jitter: a random time from 0 to the step of this attempt (0 = the first). Milliseconds. */
export function fullJitterMs({ baseMs, capMs }: Backoff, attempt: number, random: () => number): number {
  return random() * Math.min(capMs, baseMs * 2 ** attempt)
}

/** Never before the time that a server asked for; random after it, so that its clients do not come back together. */
export function waitMs(backoff: Backoff, attempt: number, hintMs: number, random: () => number): number {
  return hintMs + fullJitterMs(backoff, attempt, random)
}
