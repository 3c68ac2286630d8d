import { useEffect, useEffectEvent } from 'react'

interface Options {
  /** Somebody can be looking. */
  isAttended: boolean
  /** The highest number that was in view. */
  seenSeq: number
  readSeq: number
  onRead: (seq: number) => void
}

/** Marks as read what somebody really had before their eyes. */
export function useReadMark({ isAttended, seenSeq, readSeq, onRead }: Options) {
  const mark = useEffectEvent(() => {
    if (seenSeq > readSeq) onRead(seenSeq)
  })
  useEffect(() => {
    if (isAttended) mark()
  }, [isAttended, seenSeq])
}
