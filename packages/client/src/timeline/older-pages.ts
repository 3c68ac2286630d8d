import type { RoomId, SequencedEvent } from '@parley/protocol'
import type { Ask } from '../connection/answer'
import { applyOlderPage } from './timeline'
import type { Timelines } from './timelines'

/** Loads one older page on demand. A failure is not retried: the next scroll asks again. */
export function createLoadOlder({
  ask,
  timelines,
  isOnline,
  onEvents,
}: {
  ask: Ask
  timelines: Timelines
  isOnline: () => boolean
  onEvents: (roomId: RoomId, events: readonly SequencedEvent[]) => void
}): (roomId: RoomId) => Promise<void> {
  return async function loadOlder(roomId) {
    const timeline = timelines.get(roomId)
    const before = timeline?.loadedFrom
    if (!timeline || !before || !timeline.hasOlder || timeline.loadingOlder || !isOnline()) return
    timelines.change(roomId, (now) => ({ ...now, loadingOlder: true }))
    const answer = await ask('history:page', { roomId, before })
    if (answer.kind !== 'done') return timelines.change(roomId, (now) => ({ ...now, loadingOlder: false }))
    timelines.change(roomId, (now) => applyOlderPage(now, timeline, answer.value))
    onEvents(roomId, answer.value.events)
  }
}
