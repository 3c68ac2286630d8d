import type { Database } from '@parley/database'
import type { Delivery } from '@parley/delivery'
import { foldAll, isMessage, type SequencedEvent, type MessageId, type RoomId } from '@parley/protocol'
import type { Share } from './share-reads'
import { changesOf, eventsOfTail } from './tail-events'

/**
 * The event of an id: a message with its unstored changes, any other event as it was sent; null if neither Redis nor
 * PostgreSQL has it. Rejects when one of them is down.
 */
export type ReadMessage = (roomId: RoomId, messageId: MessageId) => Promise<SequencedEvent | null>

export function createReadMessage(parts: {
  delivery: Pick<Delivery, 'read'>
  events: Pick<Database['events'], 'find'>
  /** Many users react to one message at the same time. */
  share: Share
}): ReadMessage {
  const { delivery, events, share } = parts
  return (roomId, messageId) => share(`message ${roomId} ${messageId}`, () => read(roomId, messageId))

  async function read(roomId: RoomId, messageId: MessageId) {
    // Before PostgreSQL, as everywhere: an event stored and trimmed between the two reads is then in both.
    const tail = await delivery.read(roomId, 0)
    const waiting = tail ? eventsOfTail({ ...tail, events: tail.events.filter(isAbout) }) : []
    const said = waiting.find(({ event }) => event.id === messageId) ?? (await events.find(roomId, messageId))
    return said && isMessage(said) ? foldAll([said], changesOf(waiting))[0]! : said

    // A long tail is read for one message: a record that does not name it need not be parsed.
    function isAbout({ event }: { event: string }) {
      return event.includes(messageId)
    }
  }
}
