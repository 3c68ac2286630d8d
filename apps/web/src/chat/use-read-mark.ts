import { useEffect, useEffectEvent } from 'react'

interface Options {
  /** Visible, focused and at the end. */
  isReading: boolean
  seenSeq: number
  readSeq: number
  onRead: (seq: number) => void
}

/** Marks as read what somebody really had before their eyes. */
export function useReadMark({ isReading, seenSeq, readSeq, onRead }: Options) {
  const mark = useEffectEvent(() => {
    if (seenSeq > readSeq) onRead(seenSeq)
  })
  useEffect(() => {
    if (isReading) mark()
  }, [isReading, seenSeq])
}
