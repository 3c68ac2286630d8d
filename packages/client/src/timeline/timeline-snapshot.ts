import type { SequencedMessage } from '@parley/protocol'
import type { RoomSnapshot } from '../storage/snapshot-store'
import type { RoomTimeline } from './timeline'

/** As many messages as a screen and a look back need. */
const MOST_MESSAGES = 50

/**
 * The newest page of a room as far as it is known without a gap; null if nothing is. Messages beyond a gap, or without a
 * position after a reload, are left to the next sync.
 */
export function snapshotOf(timeline: RoomTimeline): RoomSnapshot | null {
  const { status, epoch, seen, kept, hasOlder } = timeline
  if (status !== 'ready') return null
  const last: SequencedMessage[] = []
  // From the end, and no further than needed: a timeline may have 100,000 messages, and a snapshot is taken three times a
  // second.
  let at = timeline.messages.length - 1
  for (; at >= 0 && last.length < MOST_MESSAGES; at--) {
    const message = timeline.messages[at] as SequencedMessage
    if (message.seq <= seen.cursor && message.epoch <= epoch && !kept.has(message.event.id))
      last.unshift(message)
  }
  return {
    epoch,
    seq: seen.cursor,
    events: last,
    more: hasOlder || at >= 0,
  }
}
