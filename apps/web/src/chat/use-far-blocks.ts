import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'

/** How near to the view a block must be to stand on the page. Pixels: a few quick turns of a wheel. */
const NEAR_PX = 1_500

/** Which blocks are far from the view, and how high they were when they left. New ones count as near until they are seen. */
export function useFarBlocks(scroller: RefObject<HTMLElement | null>) {
  const [far, setFar] = useState<ReadonlyMap<number, number>>(new Map())
  const observer = useRef<IntersectionObserver | null>(null)
  const keys = useRef(new Map<Element, number>())

  const notice = useCallback((entries: IntersectionObserverEntry[]) => {
    setFar((before) => {
      const after = new Map(before)
      for (const entry of entries) {
        const key = keys.current.get(entry.target)
        if (key === undefined) continue
        if (entry.isIntersecting) after.delete(key)
        // Where the keyboard is, a block stays: focus must not fall off the page.
        else if (!entry.target.contains(document.activeElement))
          after.set(key, entry.boundingClientRect.height)
      }
      return isSame(before, after) ? before : after
    })
  }, [])

  // Children's effects run first: the observer is made by whichever block asks for it first.
  const watch = useCallback(
    (key: number, element: Element) => {
      observer.current ??= new IntersectionObserver(notice, {
        root: scroller.current,
        rootMargin: `${NEAR_PX}px 0px`,
      })
      const current = observer.current
      keys.current.set(element, key)
      current.observe(element)
      return () => {
        current.unobserve(element)
        keys.current.delete(element)
      }
    },
    [notice, scroller],
  )

  useEffect(
    () => () => {
      observer.current?.disconnect()
      observer.current = null
    },
    [],
  )

  return { far, watch }
}

function isSame(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): boolean {
  return a.size === b.size && [...a].every(([key, height]) => b.get(key) === height)
}
