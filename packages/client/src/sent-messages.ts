import type { SequencedEvent } from '@parley/protocol'
import type { TimelineMessage } from './state'

/** A message with its place. */
export interface SentMessage extends TimelineMessage {
  readonly seq: number
  readonly epoch: number
}

type Messages = readonly SentMessage[]

/**
 * Adds events to a list in rising order. An id stands in it once and so does a place: of two places of one id the newer
 * epoch counts (Redis lost data, the log's order counts now). Within one epoch `isFinal` events (a page, an answer to a
 * sync) replace what a live packet said, and live ones never replace anything. Nothing added: the same list comes back.
 */
export function mergeSent(messages: Messages, events: readonly SequencedEvent[], isFinal: boolean): Messages {
  const byId = indexOf(messages)
  let list: SentMessage[] | null = null
  for (const event of events) {
    const added = sentMessage(event)
    const known = byId.get(added.id)
    if (known && !replaces(added, known, isFinal)) continue
    const occupant = at(list ?? messages, added)
    if (occupant && !isFinal) continue
    list ??= [...messages]
    for (const old of [known, occupant]) if (old) remove(list, byId, old)
    insert(list, byId, added)
  }
  if (!list) return messages
  indexes.delete(messages)
  indexes.set(list, byId)
  return list
}

// Looking an id up must not cost the length of a long timeline for each packet. The index goes on with the newest list;
// whoever merges into an older one again pays for a new index.
const indexes = new WeakMap<Messages, Map<string, SentMessage>>()

function indexOf(messages: Messages): Map<string, SentMessage> {
  const index = indexes.get(messages) ?? new Map(messages.map((message) => [message.id, message]))
  indexes.set(messages, index)
  return index
}

function replaces(added: SentMessage, known: SentMessage, isFinal: boolean): boolean {
  if (added.epoch !== known.epoch) return added.epoch > known.epoch
  return isFinal && added.seq !== known.seq
}

function at(list: Messages, place: SentMessage): SentMessage | undefined {
  const found = list[positionOf(list, place)]
  return found && byPlace(found, place) === 0 ? found : undefined
}

function remove(list: SentMessage[], byId: Map<string, SentMessage>, old: SentMessage): void {
  list.splice(positionOf(list, old), 1)
  byId.delete(old.id)
}

function insert(list: SentMessage[], byId: Map<string, SentMessage>, added: SentMessage): void {
  list.splice(positionOf(list, added), 0, added)
  byId.set(added.id, added)
}

/** The first position that is not before this place. */
function positionOf(list: Messages, place: SentMessage): number {
  let from = 0
  let to = list.length
  while (from < to) {
    const middle = (from + to) >> 1
    if (byPlace(list[middle] as SentMessage, place) < 0) from = middle + 1
    else to = middle
  }
  return from
}

function byPlace(a: SentMessage, b: SentMessage): number {
  return a.seq - b.seq || a.epoch - b.epoch
}

const sent = { kind: 'sent' } as const

function sentMessage({ seq, epoch, event }: SequencedEvent): SentMessage {
  const { id, roomId, authorId, authorName, body, at } = event
  return { id, roomId, author: { id: authorId, name: authorName }, body, at, seq, epoch, state: sent }
}
