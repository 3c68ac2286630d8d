import type { RoomId } from '@parley/protocol'
import { stepOutbox, type Outbox, type OutboxEvent, type OutboxItem } from './outbox'

/** The outboxes of all rooms. Nothing here sends or stores: `sender.ts` and `commands.ts` do. */
export interface Outboxes {
  of: (roomId: RoomId) => Outbox
  find: (roomId: RoomId, id: string) => OutboxItem | undefined
  /** Rooms with anything in their outbox. */
  roomIds: () => string[]
  items: () => OutboxItem[]
  /** Applies an event to a room's outbox, and tells the listeners if that changed anything. */
  step: (roomId: RoomId, event: OutboxEvent) => void
  clear: () => void
  /** Listeners are called in the order of subscription. */
  subscribe: (listener: (roomId: RoomId) => void) => void
}

export function createOutboxes(): Outboxes {
  const outboxes = new Map<string, Outbox>()
  const listeners: ((roomId: RoomId) => void)[] = []

  const of = (roomId: RoomId): Outbox => outboxes.get(roomId) ?? []

  function step(roomId: RoomId, event: OutboxEvent): void {
    const before = of(roomId)
    const outbox = stepOutbox(before, event)
    if (outbox === before) return
    if (outbox.length > 0) outboxes.set(roomId, outbox)
    else outboxes.delete(roomId)
    changed(roomId)
  }

  function changed(roomId: RoomId): void {
    for (const listener of listeners) listener(roomId)
  }

  return {
    of,
    find: (roomId, id) => of(roomId).find((item) => item.id === id),
    roomIds: () => [...outboxes.keys()],
    items: () => [...outboxes.values()].flat(),
    step,
    clear() {
      const roomIds = [...outboxes.keys()]
      outboxes.clear()
      for (const roomId of roomIds) changed(roomId)
    },
    subscribe: (listener) => void listeners.push(listener),
  }
}
