import type { Timeline } from '@parley/client'
import { useEffect, useEffectEvent, useState } from 'react'
import { closeUnreadGap, hasUnreadGap } from './unread-gap'

interface Options {
  timeline: Timeline | undefined
  /** The current timeline, even right after a loaded page. */
  look: () => Timeline | undefined
  readSeq: number
  isOnline: boolean
  loadOlder: () => Promise<void>
}

/**
 * Loads the messages between the read mark and the loaded ones, so that a room opens at its first unread message. True
 * meanwhile.
 */
export function useUnreadGap({ timeline, look, readSeq, isOnline, loadOlder }: Options): boolean {
  const [isOver, setOver] = useState(false)
  const isGap = timeline !== undefined && hasUnreadGap(timeline, readSeq)
  if (isOver && !isGap) setOver(false)
  const isClosing = isGap && isOnline && !isOver

  const close = useEffectEvent(() =>
    closeUnreadGap({
      hasGap: () => hasGapNow(look(), readSeq),
      firstId: () => look()?.messages[0]?.id,
      loadOlder,
    }),
  )
  useEffect(() => {
    if (!isClosing) return
    let isWanted = true
    void close().then(() => {
      if (isWanted) setOver(true)
    })
    return () => {
      isWanted = false
    }
  }, [isClosing])
  return isClosing
}

function hasGapNow(timeline: Timeline | undefined, readSeq: number): boolean {
  return timeline !== undefined && hasUnreadGap(timeline, readSeq)
}
