import type { Closable } from './lifecycle'

/** Calls `act` again and again, this many milliseconds apart, until it is closed. `act` must not throw or reject. */
export function every(ms: number, act: () => unknown): Closable {
  const timer = setInterval(act, ms)
  return {
    async close() {
      clearInterval(timer)
    },
  }
}
