import { useEffect, useEffectEvent } from 'react'

interface Options {
  /** The page is visible again, or the machine woke up: do not wait for the next scheduled attempt. */
  onWake: () => void
  /**
   * The network is back, perhaps another one, or the browser reports that it is gone: existing connections use the old
   * network. Only an attempt can tell whether a server is still reachable: a server on the same machine is.
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
    // Network changes and thaws also count in a hidden tab: it may hold unsent messages.
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
