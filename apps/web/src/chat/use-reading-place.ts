import { useEffectEvent, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { createReadingPlace, type ReadingPlace, type WhereOneReads } from './reading-place'

interface Options {
  scroller: RefObject<HTMLElement | null>
  content: RefObject<HTMLElement | null>
  newestSeq: number
  /** What was seen before the room was opened. */
  seenBefore: number
  /** When this becomes another id, the view goes to the end: one's own new message. */
  follow: string | undefined
}

/** Where one reads, and the newest number that stood at the end of the view: measured, never assumed before it is on the page. */
export function useReadingPlace({ scroller, content, newestSeq, seenBefore, follow }: Options) {
  const place = useRef<ReadingPlace>(null)
  const followed = useRef(follow)
  const [where, setWhere] = useState({ isAtEnd: false, isFarFromEnd: false, seenSeq: seenBefore })

  const look = useEffectEvent(({ isAtEnd, isFarFromEnd }: WhereOneReads) => {
    const seenSeq = isAtEnd ? Math.max(where.seenSeq, newestSeq) : where.seenSeq
    const isSame =
      isAtEnd === where.isAtEnd && isFarFromEnd === where.isFarFromEnd && seenSeq === where.seenSeq
    if (!isSame) setWhere({ isAtEnd, isFarFromEnd, seenSeq })
  })

  useLayoutEffect(() => {
    if (!scroller.current || !content.current) return
    const made = createReadingPlace({ box: scroller.current, content: content.current, onLook: look })
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
