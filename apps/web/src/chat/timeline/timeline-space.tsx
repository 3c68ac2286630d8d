import { useEffect, useRef } from 'react'
import type { WatchPiece } from './use-virtual-blocks'

export interface TimelineSpaceProps {
  /** The blocks that it stands for. */
  keys: readonly number[]
  height: number
  watch: WatchPiece
}

/** In place of blocks that are far from the view. */
export function TimelineSpace({ keys, height, watch }: TimelineSpaceProps) {
  const element = useRef<HTMLDivElement>(null)
  // Observed anew after each change: an observer tells only what changes, and a part of a space may come near while it was near.
  useEffect(
    () => (element.current ? watch({ kind: 'space', keys }, element.current) : undefined),
    [watch, keys],
  )
  return <div ref={element} style={{ height }} />
}
