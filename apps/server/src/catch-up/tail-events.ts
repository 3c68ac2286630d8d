import type { RoomTail } from '@parley/delivery'
import { decodeRoomEvent, isMessage, type MessageChange, type SequencedEvent } from '@parley/protocol'

/**
 * The events of a tail above `persistedSeq`. Throws at one that does not read: a server of a newer version wrote it, and to leave it out
 * would move cursors past it.
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

/** Those that are changes of messages. */
export function changesOf(events: SequencedEvent[]): SequencedChange[] {
  return events.filter((each): each is SequencedChange => !isMessage(each))
}
