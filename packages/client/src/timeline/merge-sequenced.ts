import { fold, isMessage, merge, type SequencedEvent, type SequencedMessage } from '@parley/protocol'

type Messages = readonly SequencedMessage[]

/**
 * Adds events to an ascending list of messages. The list has each id once and each position once: of two positions of one
 * id the newer epoch counts (Redis lost data, so the log's order counts now). Within one epoch `isFinal` events (a page,
 * an answer to a sync) replace those of a live packet, and live ones never replace anything. Changes are folded into
 * their message, whichever comes first; a change of a message that is not in the list is ignored. Without news the same
 * list is returned, and unchanged messages keep their identity.
 */
export function mergeSequenced(
  messages: Messages,
  events: readonly SequencedEvent[],
  isFinal: boolean,
): Messages {
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
    list[insertionIndex(list, known)] = by
    byId.set(by.event.id, by)
  }
}

export function findSequenced(messages: Messages, id: string): SequencedMessage | undefined {
  return indexOf(messages).get(id)
}

// A lookup of an id must not search a long timeline for each packet. The index moves on with the newest list; merging
// into an older list again costs a new index.
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

function at(list: Messages, wanted: SequencedMessage): SequencedMessage | undefined {
  const found = list[insertionIndex(list, wanted)]
  return found && bySeq(found, wanted) === 0 ? found : undefined
}

function remove(list: SequencedMessage[], byId: Map<string, SequencedMessage>, old: SequencedMessage): void {
  list.splice(insertionIndex(list, old), 1)
  byId.delete(old.event.id)
}

function insert(
  list: SequencedMessage[],
  byId: Map<string, SequencedMessage>,
  added: SequencedMessage,
): void {
  list.splice(insertionIndex(list, added), 0, added)
  byId.set(added.event.id, added)
}

/** The index of the first message that is not before this position. */
function insertionIndex(list: Messages, wanted: SequencedMessage): number {
  let from = 0
  let to = list.length
  while (from < to) {
    const middle = (from + to) >> 1
    if (bySeq(list[middle] as SequencedMessage, wanted) < 0) from = middle + 1
    else to = middle
  }
  return from
}

function bySeq(a: SequencedMessage, b: SequencedMessage): number {
  return a.seq - b.seq || a.epoch - b.epoch
}
