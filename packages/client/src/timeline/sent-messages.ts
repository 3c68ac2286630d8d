import { fold, isMessage, merge, type SequencedEvent, type SequencedMessage } from '@parley/protocol'

type Messages = readonly SequencedMessage[]

/**
 * Adds events to a list of messages in rising order. An id stands in it once and so does a place: of two places of one id
 * the newer epoch counts (Redis lost data, the log's order counts now). Within one epoch `isFinal` events (a page, an
 * answer to a sync) replace what a live packet said, and live ones never replace anything. What became of a message is
 * folded onto it, from whichever side it comes; a change of a message that is not here is let be. Nothing new: the same
 * list comes back, and what did not change in it keeps its identity.
 */
export function mergeSent(messages: Messages, events: readonly SequencedEvent[], isFinal: boolean): Messages {
  const byId = indexOf(messages)
  let list: SequencedMessage[] | null = null
  for (const event of events) {
    if (!isMessage(event)) {
      const { event: change, seq } = event
      const known = change.kind === 'message' ? undefined : byId.get(change.messageId)
      if (known && change.kind !== 'message') replace(known, fold(known, { seq, event: change }))
      continue
    }
    const known = byId.get(event.event.id)
    if (known && !replaces(event, known, isFinal)) {
      replace(known, merge(known, event))
      continue
    }
    const occupant = at(list ?? messages, event)
    if (occupant && !isFinal) continue
    list ??= [...messages]
    for (const old of [known, occupant]) if (old) remove(list, byId, old)
    insert(list, byId, known ? merge(event, known) : event)
  }
  if (!list) return messages
  indexes.delete(messages)
  indexes.set(list, byId)
  return list

  function replace(known: SequencedMessage, by: SequencedMessage): void {
    if (by === known) return
    list ??= [...messages]
    list[positionOf(list, known)] = by
    byId.set(by.event.id, by)
  }
}

export function findSent(messages: Messages, id: string): SequencedMessage | undefined {
  return indexOf(messages).get(id)
}

// Looking an id up must not cost the length of a long timeline for each packet. The index goes on with the newest list;
// whoever merges into an older one again pays for a new index.
const indexes = new WeakMap<Messages, Map<string, SequencedMessage>>()

function indexOf(messages: Messages): Map<string, SequencedMessage> {
  const index = indexes.get(messages) ?? new Map(messages.map((message) => [message.event.id, message]))
  indexes.set(messages, index)
  return index
}

function replaces(added: SequencedMessage, known: SequencedMessage, isFinal: boolean): boolean {
  if (added.epoch !== known.epoch) return added.epoch > known.epoch
  return isFinal && added.seq !== known.seq
}

function at(list: Messages, place: SequencedMessage): SequencedMessage | undefined {
  const found = list[positionOf(list, place)]
  return found && byPlace(found, place) === 0 ? found : undefined
}

function remove(list: SequencedMessage[], byId: Map<string, SequencedMessage>, old: SequencedMessage): void {
  list.splice(positionOf(list, old), 1)
  byId.delete(old.event.id)
}

function insert(
  list: SequencedMessage[],
  byId: Map<string, SequencedMessage>,
  added: SequencedMessage,
): void {
  list.splice(positionOf(list, added), 0, added)
  byId.set(added.event.id, added)
}

/** The first position that is not before this place. */
function positionOf(list: Messages, place: SequencedMessage): number {
  let from = 0
  let to = list.length
  while (from < to) {
    const middle = (from + to) >> 1
    if (byPlace(list[middle] as SequencedMessage, place) < 0) from = middle + 1
    else to = middle
  }
  return from
}

function byPlace(a: SequencedMessage, b: SequencedMessage): number {
  return a.seq - b.seq || a.epoch - b.epoch
}
