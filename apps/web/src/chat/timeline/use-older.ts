import { useEffect, useEffectEvent, useRef, type RefObject } from 'react'

/** Older messages are asked for this many views before one would see their place empty. */
const VIEWS_AHEAD = 2

interface Options {
  scroller: RefObject<HTMLElement | null>
  hasOlder: boolean
  loadingOlder: boolean
  firstId: string | undefined
  onLoadOlder: () => void
}

/** Loads history while one scrolls up: after each page that came, and at each scroll, looks whether more is needed. */
export function useOlder({ scroller, hasOlder, loadingOlder, firstId, onLoadOlder }: Options) {
  const lookedAt = useRef<string>(undefined)
  const load = useEffectEvent(onLoadOlder)
  useEffect(() => {
    const box = scroller.current
    if (!box || !hasOlder || loadingOlder) return
    function look() {
      if (box && box.scrollTop < VIEWS_AHEAD * box.clientHeight) load()
    }
    // Not at once when a page failed: then the first message is the same, and the next scroll asks again.
    if (lookedAt.current !== firstId) look()
    lookedAt.current = firstId
    box.addEventListener('scroll', look, { passive: true })
    return () => box.removeEventListener('scroll', look)
  }, [scroller, hasOlder, loadingOlder, firstId])
}
