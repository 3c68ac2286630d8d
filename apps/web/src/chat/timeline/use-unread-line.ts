import { useState } from 'react'

/**
 * The position of the "New" line: after the messages that were read when the room was opened, or when the person last
 * stopped reading. It stays during reading; otherwise it would vanish before the eye found it.
 */
export function useUnreadLine(readSeq: number, isReading: boolean): number | null {
  const [mark, setMark] = useState({ after: readSeq, wasReading: isReading })
  if (mark.wasReading !== isReading) {
    setMark({ after: isReading ? mark.after : Math.max(readSeq, mark.after), wasReading: isReading })
  }
  // In a room that was never read everything is new: a line would say nothing.
  return mark.after > 0 ? mark.after : null
}
