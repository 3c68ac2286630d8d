import { useEffect } from 'react'
import { parts } from './parts'

/** Safari has no `requestIdleCallback`. */
const LATER_MS = 1_000

/** Loads all parts once the page has nothing else to do: a menu then opens at once, and also after the network is gone. */
export function useIdleParts(isShown: boolean): void {
  useEffect(() => {
    if (!isShown) return
    const load = () => {
      // Who opens one later asks again, and hears of the failure.
      for (const part of Object.values(parts)) part.load().catch(() => undefined)
    }
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(load, LATER_MS)
      return () => clearTimeout(timer)
    }
    const idle = window.requestIdleCallback(load, { timeout: 5 * LATER_MS })
    return () => window.cancelIdleCallback(idle)
  }, [isShown])
}
