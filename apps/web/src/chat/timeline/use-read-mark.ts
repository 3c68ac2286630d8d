import { useEffect, useEffectEvent } from 'react'

interface Options {
  /** A person may be looking. */
  isAttended: boolean
  /** The highest seq that was in view. */
  seenSeq: number
  readSeq: number
  onRead: (seq: number) => void
}

/** Marks messages as read that were really in view. */
export function useReadMark({ isAttended, seenSeq, readSeq, onRead }: Options) {
  const mark = useEffectEvent(() => {
    if (seenSeq > readSeq) onRead(seenSeq)
  })
  useEffect(() => {
    if (isAttended) mark()
  }, [isAttended, seenSeq])
}
