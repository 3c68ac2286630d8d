import type { RoomTail } from '@parley/delivery'
import { decodeRoomEvent, isMessage, type MessageChange, type SequencedEvent } from '@parley/protocol'

/**
 * The events of a tail above `persistedSeq`. Throws at one that cannot be read: a server of a newer version wrote it, and
 * skipping it would move cursors past it.
 */
export function eventsOfTail({ epoch, events }: RoomTail, persistedSeq = 0): SequencedEvent[] {
  return events
    .filter(({ seq }) => seq > persistedSeq)
    .map(({ seq, event }) => {
      const decoded = decodeRoomEvent(event)
      if (decoded.kind !== 'event')
        throw new Error(`a tail holds what this version cannot read: ${decoded.reason}`)
      return { seq, epoch, event: decoded.event }
    })
}

type SequencedChange = SequencedEvent & { event: MessageChange }

/** The changes of messages among them. */
export function changesOf(events: SequencedEvent[]): SequencedChange[] {
  return events.filter((each): each is SequencedChange => !isMessage(each))
}
