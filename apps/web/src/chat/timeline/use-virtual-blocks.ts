import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import type { Block } from './blocks'
import { blocksInPart, firstShown, toPieces } from './virtual-blocks'
import { useAfterPaint } from './use-after-paint'

/** Height of a one-line message: a room first shows as many messages as fit. Pixels. */
const LOW_ROW_PX = 30

/** Distance from the view within which blocks are rendered. Pixels: a few quick turns of a wheel. */
const NEAR_PX = 1_000

export type Watched = { kind: 'block'; key: number } | { kind: 'space'; keys: readonly number[] }
export type WatchPiece = (piece: Watched, element: Element) => () => void

/**
 * The blocks near the view. Far blocks are rendered as one space between the near ones, with the height that they last
 * had. New blocks count as near until they are seen.
 */
export function useVirtualBlocks(blocks: readonly Block[], scroller: RefObject<HTMLElement | null>) {
  const isWhole = useAfterPaint()
  // Filled during scrolling; `near` tells React about it. A copy for each change would be the main cost in a long
  // timeline.
  const [heights] = useState(() => new Map<number, number>())
  const [near, setNear] = useState<ReadonlySet<number>>(new Set())
  const observer = useRef<IntersectionObserver | null>(null)
  const watched = useRef(new Map<Element, Watched>())

  const notice = useCallback(
    (entries: IntersectionObserverEntry[]) => {
      setNear((before) => {
        const after = new Set(before)
        for (const entry of entries) {
          const piece = watched.current.get(entry.target)
          if (piece?.kind === 'block') noticeBlock(piece.key, entry, { heights, near: after })
          if (piece?.kind === 'space' && entry.isIntersecting && entry.rootBounds) {
            const { top, bottom } = entry.rootBounds
            const from = top - entry.boundingClientRect.top
            for (const key of blocksInPart(piece, heights, from, from + bottom - top)) after.add(key)
          }
        }
        return isSame(before, after) ? before : after
      })
    },
    [heights],
  )

  // Children's effects run first: the first piece that needs the observer creates it.
  const watch = useCallback<WatchPiece>(
    (piece, element) => {
      observer.current ??= new IntersectionObserver(notice, {
        root: scroller.current,
        rootMargin: `${NEAR_PX}px 0px`,
      })
      const current = observer.current
      watched.current.set(element, piece)
      current.observe(element)
      return () => {
        current.unobserve(element)
        watched.current.delete(element)
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

  const shown = isWhole ? blocks : blocks.slice(firstShown(blocks, window.innerHeight / LOW_ROW_PX))
  return { pieces: toPieces(shown, heights, near), isWhole, watch }
}

function noticeBlock(
  key: number,
  { isIntersecting, target, boundingClientRect }: IntersectionObserverEntry,
  { heights, near }: { heights: Map<number, number>; near: Set<number> },
): void {
  if (isIntersecting) near.add(key)
  // A block with the keyboard focus stays: focus must not fall off the page.
  else if (!target.contains(document.activeElement)) {
    heights.set(key, boundingClientRect.height)
    near.delete(key)
  }
}

function isSame(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return a.size === b.size && [...a].every((key) => b.has(key))
}
