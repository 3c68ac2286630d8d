import { useEffect } from 'react'
import { allParts } from './parts'

/** Safari has no `requestIdleCallback`. */
const LATER_MS = 1_000

/**
 * Loads all parts when the page shows its room and is idle: a menu then opens at once, even after the network is gone.
 */
export function useIdleParts(isShown: boolean): void {
  useEffect(() => {
    if (!isShown) return
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(loadAll, LATER_MS)
      return () => clearTimeout(timer)
    }
    const idle = window.requestIdleCallback(loadAll, { timeout: LATER_MS })
    return () => window.cancelIdleCallback(idle)
  }, [isShown])
}

function loadAll(): void {
  // A later press tries again and gets the failure.
  for (const part of allParts) part.load().catch(() => undefined)
}
