import type { Person, RoomId } from '@parley/protocol'
import type { Outbox } from '../outbox/outbox'
import { showMessages, type ShownMessages } from './shown-message'
import type { Store } from '../store'
import type { ParleyState } from '../state'
import { emptyTimeline, type RoomTimeline } from './timeline'
import { looksSame, showTimeline } from './timeline-view'

/** The opened rooms, and their shown form in the state. Rooms that were never opened keep no messages. */
export interface Timelines {
  roomIds: () => string[]
  get: (roomId: RoomId) => RoomTimeline | undefined
  open: (roomId: RoomId) => void
  /** Changes an opened room and shows it; has no effect on a room that is not open. */
  change: (roomId: RoomId, how: (timeline: RoomTimeline) => RoomTimeline) => void
  /** Shows it again after a change of its pending operations. */
  show: (roomId: RoomId) => void
  drop: (roomId: RoomId) => void
  clear: () => void
}

export function createTimelines({
  store,
  outboxOf,
  isOnline,
}: {
  store: Store<ParleyState>
  outboxOf: (roomId: RoomId) => Outbox
  isOnline: () => boolean
}): Timelines {
  const opened = new Map<string, RoomTimeline>()
  const shownBefore = new Map<string, ShownMessages>()
  const person = (): Person | null => store.get().person

  function show(roomId: RoomId): void {
    const timeline = opened.get(roomId)
    if (!timeline) return
    const me = person()
    const said = showMessages(timeline.messages, me?.id ?? null, shownBefore.get(roomId))
    shownBefore.set(roomId, said)
    const shown = showTimeline(timeline, said, outboxOf(roomId), me, isOnline())
    store.set({ timelines: { ...store.get().timelines, [roomId]: shown } })
  }

  function open(roomId: RoomId): void {
    if (opened.has(roomId)) return
    opened.set(roomId, emptyTimeline(roomId))
    show(roomId)
  }

  function change(roomId: RoomId, how: (timeline: RoomTimeline) => RoomTimeline): void {
    const before = opened.get(roomId)
    if (!before) return
    const after = how(before)
    opened.set(roomId, after)
    if (!looksSame(before, after)) show(roomId)
  }

  function drop(roomId: RoomId): void {
    if (!opened.delete(roomId)) return
    shownBefore.delete(roomId)
    const { [roomId]: _dropped, ...timelines } = store.get().timelines
    store.set({ timelines })
  }

  function clear(): void {
    opened.clear()
    shownBefore.clear()
    store.set({ timelines: {} })
  }

  return {
    roomIds: () => [...opened.keys()],
    get: (roomId) => opened.get(roomId),
    open,
    change,
    show,
    drop,
    clear,
  }
}
