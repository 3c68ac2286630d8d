import { useEffect, useEffectEvent } from 'react'

interface Options {
  /** Somebody looks at the page again, or the machine woke up: waiting for the next attempt helps nobody. */
  onWake: () => void
  /**
   * The network is back, perhaps another one, or the browser says that it is gone: what is open was opened through the old
   * one. Only an attempt can tell whether a server is still reached: on a machine of its own it is.
   */
  onNetwork: () => void
}

export function useWake({ onWake, onNetwork }: Options) {
  const wake = useEffectEvent(onWake)
  const network = useEffectEvent(onNetwork)
  useEffect(() => {
    function look() {
      if (document.visibilityState === 'visible') wake()
    }
    // The network and a thaw also in a tab that nobody looks at: it may hold what is not sent yet.
    const changed = () => network()
    const thaw = () => wake()
    window.addEventListener('online', changed)
    window.addEventListener('offline', changed)
    window.addEventListener('pageshow', thaw)
    document.addEventListener('resume', thaw)
    document.addEventListener('visibilitychange', look)
    return () => {
      window.removeEventListener('online', changed)
      window.removeEventListener('offline', changed)
      window.removeEventListener('pageshow', thaw)
      document.removeEventListener('resume', thaw)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
}
