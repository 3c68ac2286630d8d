import { useEffectEvent, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { createReadingPlace, type ReadingPlace, type WhereOneReads } from './reading-place'

interface Options {
  scroller: RefObject<HTMLElement | null>
  content: RefObject<HTMLElement | null>
  /** When this becomes another id, the view goes to the end: one's own new message. */
  follow: string | undefined
}

/** Before the first look at the page nobody has read anything. */
const UNKNOWN: WhereOneReads = { isAtEnd: false, isFarFromEnd: false }

export function useReadingPlace({ scroller, content, follow }: Options) {
  const place = useRef<ReadingPlace>(null)
  const followed = useRef(follow)
  const [where, setWhere] = useState<WhereOneReads>(UNKNOWN)

  const change = useEffectEvent((next: WhereOneReads) => {
    if (next.isAtEnd !== where.isAtEnd || next.isFarFromEnd !== where.isFarFromEnd) setWhere(next)
  })

  useLayoutEffect(() => {
    if (!scroller.current || !content.current) return
    const made = createReadingPlace({ box: scroller.current, content: content.current, onChange: change })
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
