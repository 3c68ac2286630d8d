import { stepOutbox, type Outbox, type OutboxEvent, type OutboxItem } from './outbox'

/** The outboxes of all rooms. Nothing here sends or stores: `sender.ts` and `commands.ts` do. */
export interface Outboxes {
  of: (roomId: string) => Outbox
  find: (roomId: string, id: string) => OutboxItem | undefined
  /** Rooms with anything in their outbox. */
  roomIds: () => string[]
  items: () => OutboxItem[]
  /** Applies an event to a room's outbox, and tells the listeners if that changed anything. */
  step: (roomId: string, event: OutboxEvent) => void
  clear: () => void
  /** Listeners are called in the order of subscription. */
  subscribe: (listener: (roomId: string) => void) => void
}

export function createOutboxes(): Outboxes {
  const outboxes = new Map<string, Outbox>()
  const listeners: ((roomId: string) => void)[] = []

  const of = (roomId: string): Outbox => outboxes.get(roomId) ?? []

  function step(roomId: string, event: OutboxEvent): void {
    const before = of(roomId)
    const outbox = stepOutbox(before, event)
    if (outbox === before) return
    if (outbox.length > 0) outboxes.set(roomId, outbox)
    else outboxes.delete(roomId)
    changed(roomId)
  }

  function changed(roomId: string): void {
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
