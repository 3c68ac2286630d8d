import { useCallback, useSyncExternalStore } from 'react'

/** The time, in whole steps: 1_000 gives a new value each second. With null it stands still, at 0. */
export function useNow(stepMs: number | null): number {
  const subscribe = useCallback(
    (onTick: () => void) => {
      if (stepMs === null) return () => {}
      const timer = setInterval(onTick, stepMs)
      return () => clearInterval(timer)
    },
    [stepMs],
  )
  const read = () => (stepMs === null ? 0 : Math.floor(Date.now() / stepMs) * stepMs)
  return useSyncExternalStore(subscribe, read, () => 0)
}
