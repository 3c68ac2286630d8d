import { useEffect, useEffectEvent } from 'react'

/** When the network is back, or somebody looks at the page again, waiting for the next attempt helps nobody. */
export function useWake(onWake: () => void) {
  const wake = useEffectEvent(onWake)
  useEffect(() => {
    function look() {
      if (document.visibilityState === 'visible') wake()
    }
    window.addEventListener('online', look)
    document.addEventListener('visibilitychange', look)
    return () => {
      window.removeEventListener('online', look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
}
