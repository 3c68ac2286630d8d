import { useEffect, useRef } from 'react'
import type { WatchPiece } from './use-virtual-blocks'

export interface TimelineSpaceProps {
  /** The blocks that it replaces. */
  keys: readonly number[]
  height: number
  watch: WatchPiece
}

/** Empty space in place of blocks that are far from the view. */
export function TimelineSpace({ keys, height, watch }: TimelineSpaceProps) {
  const element = useRef<HTMLDivElement>(null)
  // Observed again after each change: an observer reports only changes, and another part of the space may come near while
  // the space itself was near already.
  useEffect(
    () => (element.current ? watch({ kind: 'space', keys }, element.current) : undefined),
    [watch, keys],
  )
  return <div ref={element} style={{ height }} />
}
