import { useEffect, useEffectEvent, useRef, type RefObject } from 'react'

/** Older messages are loaded this many views before their place would come into view. */
const VIEWS_AHEAD = 2

interface Options {
  scroller: RefObject<HTMLElement | null>
  hasOlder: boolean
  loadingOlder: boolean
  firstId: string | undefined
  onLoadOlder: () => void
}

/** Loads history during scrolling: after each loaded page, and at each scroll, checks whether more is needed. */
export function useOlder({ scroller, hasOlder, loadingOlder, firstId, onLoadOlder }: Options) {
  const lookedAt = useRef<string>(undefined)
  const load = useEffectEvent(onLoadOlder)
  useEffect(() => {
    const box = scroller.current
    if (!box || !hasOlder || loadingOlder) return
    function look() {
      if (box && box.scrollTop < VIEWS_AHEAD * box.clientHeight) load()
    }
    // Not at once after a failed page: the first message is then the same, and the next scroll tries again.
    if (lookedAt.current !== firstId) look()
    lookedAt.current = firstId
    box.addEventListener('scroll', look, { passive: true })
    return () => box.removeEventListener('scroll', look)
  }, [scroller, hasOlder, loadingOlder, firstId])
}
