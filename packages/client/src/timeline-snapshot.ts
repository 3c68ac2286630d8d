import type { RoomSnapshot } from './snapshot-store'
import type { RoomTimeline } from './timeline'

/** As many as a screen and a look back need. */
const MOST_MESSAGES = 50

/**
 * The newest page of a room as far as it is known without a hole; null while nothing is. What stands beyond a hole, or
 * is not placed yet after a reload, is left to the next sync.
 */
export function snapshotOf(timeline: RoomTimeline): RoomSnapshot | null {
  const { status, epoch, seen, kept, hasOlder } = timeline
  if (status !== 'ready') return null
  const placed = timeline.messages.filter(
    (message) => message.seq <= seen.cursor && message.epoch <= epoch && !kept.has(message.event.id),
  )
  const last = placed.slice(-MOST_MESSAGES)
  return {
    epoch,
    seq: seen.cursor,
    events: last,
    more: hasOlder || last.length < placed.length,
  }
}
