import type { Closable } from '@parley/service'

export interface Coalesced<T> extends Closable {
  (value: T): void
}

/**
 * Acts at once, and then at most once in each period, with the latest value: a thousand changes cause a few
 * announcements.
 */
export function coalesce<T>(everyMs: number, act: (value: T) => void): Coalesced<T> {
  let waiting: { value: T } | null = null
  let timer: NodeJS.Timeout | undefined

  function tell(value: T) {
    act(value)
    timer = setTimeout(next, everyMs)
  }

  function next() {
    timer = undefined
    const last = waiting
    waiting = null
    if (last) tell(last.value)
  }

  return Object.assign((value: T) => (timer ? void (waiting = { value }) : tell(value)), {
    async close() {
      clearTimeout(timer)
    },
  })
}
