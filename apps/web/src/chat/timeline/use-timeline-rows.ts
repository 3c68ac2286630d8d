import type { TimelineMessage } from '@parley/client'
import { useState } from 'react'
import { nextTimelineRows, type TimelineRows } from './timeline-rows'
import type { RowOptions } from './rows'

/** Rows in blocks that keep their identity from one render to the next. */
export function useTimelineRows(messages: readonly TimelineMessage[], options: RowOptions): TimelineRows {
  const [kept, setKept] = useState(() => nextTimelineRows(null, messages, options))
  const { unreadAfter, personId, guests } = kept.options
  const isSame =
    kept.messages === messages &&
    unreadAfter === options.unreadAfter &&
    personId === options.personId &&
    guests === options.guests
  if (isSame) return kept
  const next = nextTimelineRows(kept, messages, options)
  setKept(next)
  return next
}
