import type { Person } from '@parley/protocol'
import { shownState, type Outbox } from './outbox'
import type { Timeline, TimelineMessage } from './state'
import type { RoomTimeline } from './timeline'

/** What a screen shows of a room: what was said, by place; then what this person still has to send. */
export function showTimeline(
  timeline: RoomTimeline,
  outbox: Outbox,
  person: Person | null,
  isOnline: boolean,
): Timeline {
  const { roomId, status, failure, hasOlder, loadingOlder, epoch, seen } = timeline
  const messages = person
    ? [...timeline.messages, ...unsent(timeline, outbox, person, isOnline)]
    : timeline.messages
  return {
    roomId,
    status,
    ...(failure && { failure }),
    messages,
    hasOlder,
    loadingOlder,
    epoch,
    cursor: seen.cursor,
  }
}

/** Whether a person sees no difference: not every change of what we know changes what is shown. */
export function looksSame(a: RoomTimeline, b: RoomTimeline): boolean {
  return (
    a.messages === b.messages &&
    a.status === b.status &&
    a.failure === b.failure &&
    a.hasOlder === b.hasOlder &&
    a.loadingOlder === b.loadingOlder &&
    a.epoch === b.epoch &&
    a.seen.cursor === b.seen.cursor
  )
}

function unsent(
  timeline: RoomTimeline,
  outbox: Outbox,
  person: Person,
  isOnline: boolean,
): TimelineMessage[] {
  if (outbox.length === 0) return []
  return outbox
    .filter((item) => !timeline.messages.some(({ id }) => id === item.id))
    .map((item) => ({
      id: item.id,
      roomId: item.roomId,
      author: { id: person.id, name: person.name },
      body: item.body,
      at: item.writtenAt,
      seq: null,
      state: shownState(item, isOnline),
    }))
}
