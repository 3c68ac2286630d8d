import { useEffectEvent, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { createScrollAnchor, type ScrollAnchor, type ReadingPosition } from './scroll-anchor'

interface Options {
  scroller: RefObject<HTMLElement | null>
  content: RefObject<HTMLElement | null>
  /** Somebody can be looking. */
  isAttended: boolean
  /** What was seen before the room was opened. */
  seenBefore: number
  /** When this becomes another id, the view goes to the end: one's own new message. */
  follow: string | undefined
}

/** Where one reads, and the highest number that was in view: measured, never assumed before it is on the page. */
export function useScrollAnchor({ scroller, content, isAttended, seenBefore, follow }: Options) {
  const place = useRef<ScrollAnchor>(null)
  const followed = useRef(follow)
  const [where, setWhere] = useState({ isAtEnd: false, isFarFromEnd: false, seenSeq: seenBefore })

  const look = useEffectEvent(({ isAtEnd, isFarFromEnd, shownSeq }: ReadingPosition) => {
    const seenSeq = Math.max(where.seenSeq, shownSeq)
    const isSame =
      isAtEnd === where.isAtEnd && isFarFromEnd === where.isFarFromEnd && seenSeq === where.seenSeq
    if (!isSame) setWhere({ isAtEnd, isFarFromEnd, seenSeq })
  })

  const attended = useEffectEvent(() => isAttended)

  useLayoutEffect(() => {
    if (!scroller.current || !content.current) return
    const made = createScrollAnchor({
      box: scroller.current,
      content: content.current,
      isAttended: () => attended(),
      onLook: (place) => look(place),
    })
    place.current = made
    return made.close
  }, [scroller, content])

  // After every render, whatever it changed.
  useLayoutEffect(() => place.current?.keep())

  useLayoutEffect(() => {
    if (follow !== undefined && follow !== followed.current) place.current?.goToEnd()
    followed.current = follow
  }, [follow])

  return { ...where, goToEnd: () => place.current?.goToEnd() }
}
