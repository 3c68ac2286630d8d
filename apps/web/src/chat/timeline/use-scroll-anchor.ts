import { useEffectEvent, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { createScrollAnchor, type ScrollAnchor, type ReadingPosition } from './scroll-anchor'

interface Options {
  scroller: RefObject<HTMLElement | null>
  content: RefObject<HTMLElement | null>
  /** A person may be looking. */
  isAttended: boolean
  /** The highest seq seen before the room was opened. */
  seenBefore: number
  /** When this becomes another id (that of an own new message), the view goes to the end. */
  follow: string | undefined
}

/** The scroll anchor, and the highest seq that was in view: measured, never assumed before it is rendered. */
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
