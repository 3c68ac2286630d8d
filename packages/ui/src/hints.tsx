'use client'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { listenForHints, type ShownHint } from './listen-for-hints'

/** The gap between a hint and its element, and between a hint and the edge of the window. Pixels. */
const GAP_PX = 6

/** Shows the hint of the element under the mouse, or of the element with keyboard focus. One for the whole page. */
export function Hints() {
  const [hint, setHint] = useState<ShownHint | null>(null)
  const bubble = useRef<HTMLDivElement>(null)

  useEffect(() => listenForHints(document, setHint), [])

  useLayoutEffect(() => {
    if (hint && bubble.current) place(bubble.current, hint.element)
  }, [hint])

  if (!hint) return null
  return (
    <div
      ref={bubble}
      // The element has these words as its name or description already.
      aria-hidden
      data-hint-shown
      className="pointer-events-none fixed start-0 top-0 z-50 w-max max-w-64 rounded-control bg-ink px-2 py-1 text-12 text-surface transition-opacity starting:opacity-0"
    >
      {hint.text}
    </div>
  )
}

/** Above the element, or below it if there is no room. */
function place(bubble: HTMLElement, element: Element) {
  const at = element.getBoundingClientRect()
  const { width, height } = bubble.getBoundingClientRect()
  const above = at.top - GAP_PX - height
  const middle = at.left + at.width / 2 - width / 2
  const furthest = window.innerWidth - GAP_PX - width
  bubble.style.left = `${Math.max(GAP_PX, Math.min(furthest, middle))}px`
  bubble.style.top = `${above >= 0 ? above : at.bottom + GAP_PX}px`
}
