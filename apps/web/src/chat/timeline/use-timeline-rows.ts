import type { TimelineMessage } from '@parley/client'
import { useState } from 'react'
import { nextLogRows, type LogRows } from './log-rows'
import type { RowOptions } from './rows'

/** Rows in blocks that keep their identity from one render to the next. */
export function useLogRows(messages: readonly TimelineMessage[], options: RowOptions): LogRows {
  const [kept, setKept] = useState(() => nextLogRows(null, messages, options))
  const { unreadAfter, personId, guests } = kept.options
  const isSame =
    kept.messages === messages &&
    unreadAfter === options.unreadAfter &&
    personId === options.personId &&
    guests === options.guests
  if (isSame) return kept
  const next = nextLogRows(kept, messages, options)
  setKept(next)
  return next
}
