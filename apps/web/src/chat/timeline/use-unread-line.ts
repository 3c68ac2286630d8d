import { useState } from 'react'

/**
 * Where the "New" line stands: behind what was read when the room was opened, or when one last stopped reading. It stays while
 * one reads on, or it would vanish before the eye found it.
 */
export function useUnreadLine(readSeq: number, isReading: boolean): number | null {
  const [mark, setMark] = useState({ after: readSeq, wasReading: isReading })
  if (mark.wasReading !== isReading) {
    setMark({ after: isReading ? mark.after : Math.max(readSeq, mark.after), wasReading: isReading })
  }
  // In a room that one never read everything is new: a line would say nothing.
  return mark.after > 0 ? mark.after : null
}
