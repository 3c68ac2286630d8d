import { setTimeout as delay } from 'node:timers/promises'

/** The answer, or `instead` after this many milliseconds. The work continues; a later rejection of it is ignored. */
export function orAfter<T, U>(ms: number, work: Promise<T>, instead: U): Promise<T | U> {
  return Promise.race([work, delay(ms, instead, { ref: false })])
}
