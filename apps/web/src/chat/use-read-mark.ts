import { useEffect, useState } from 'react'

interface Options {
  /** Visible, focused and at the end. */
  isReading: boolean
  isAtEnd: boolean
  newestSeq: number
  readSeq: number
  onRead: (seq: number) => void
}

/** Marks as read what somebody really had before their eyes. Gives back the newest number that stood at the end of the view. */
export function useReadMark({ isReading, isAtEnd, newestSeq, readSeq, onRead }: Options): number {
  const [seenSeq, setSeenSeq] = useState(readSeq || newestSeq)
  if (isAtEnd && newestSeq > seenSeq) setSeenSeq(newestSeq)
  useEffect(() => {
    if (isReading && newestSeq > 0) onRead(newestSeq)
  }, [isReading, newestSeq, onRead])
  return seenSeq
}
