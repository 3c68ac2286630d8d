import { useEffect, useEffectEvent } from 'react'

/** When the network is back, or somebody looks at the page again, waiting for the next attempt helps nobody. */
export function useWake(onWake: () => void) {
  const wake = useEffectEvent(onWake)
  useEffect(() => {
    function look() {
      if (document.visibilityState === 'visible') wake()
    }
    // Also in a tab that nobody looks at: it may hold what is not sent yet.
    const back = () => wake()
    window.addEventListener('online', back)
    document.addEventListener('visibilitychange', look)
    return () => {
      window.removeEventListener('online', back)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
}
