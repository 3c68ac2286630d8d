// A message is the sent event with its changes folded in. The fold is pure, and the same for the persister, a server's
// page and a client: the changes of a message give one result in any order and with any repeats (delivery.md, 3.2). The
// log's offsets and the room's seqs order changes differently, so no reader sees "the right" order.
import type { MessageChanges, Reaction } from './message-changes'
import type { MessageChange, SequencedMessage } from './room-event'

/** A change with its position. */
interface SequencedChange {
  seq: number
  event: MessageChange
}

/**
 * The message with one more change: the edit with the highest seq gives the text, a deletion is final, and a person's
 * emoji is on or off by the highest seq. A change without effect returns the same object.
 */
export function fold(message: SequencedMessage, change: SequencedChange): SequencedMessage {
  return merge(message, asChanged(message, change))
}

/** Folds into each message its own changes. Ignores changes of other messages. */
export function foldAll(messages: SequencedMessage[], changes: SequencedChange[]): SequencedMessage[] {
  if (changes.length === 0) return messages
  const byMessage = new Map<string, SequencedChange[]>()
  for (const change of changes) {
    const { messageId } = change.event
    const known = byMessage.get(messageId)
    if (known) known.push(change)
    else byMessage.set(messageId, [change])
  }
  return messages.map((message) => (byMessage.get(message.event.id) ?? []).reduce(fold, message))
}

/** The combined knowledge of two copies of one message. The position and all constant fields are those of the first. */
export function merge(message: SequencedMessage, other: SequencedMessage): SequencedMessage {
  const [one, two] = [message.changes, other.changes]
  if (!two || one === two) return message
  const deleted = earlier(one?.deleted ?? null, two.deleted)
  const isNewer = (two.edited?.seq ?? 0) > (one?.edited?.seq ?? 0)
  const changes: MessageChanges = {
    version: Math.max(one?.version ?? message.seq, two.version),
    edited: isNewer ? two.edited : (one?.edited ?? null),
    deleted,
    reactions: mergeReactions(one?.reactions ?? [], two.reactions),
  }
  const body = deleted ? '' : isNewer ? other.event.body : message.event.body
  if (one && body === message.event.body && isSame(one, changes)) return message
  return { ...message, event: { ...message.event, body }, changes }
}

/** The message with this change alone. */
function asChanged({ seq, epoch, event: said }: SequencedMessage, change: SequencedChange): SequencedMessage {
  const { event } = change
  const nothing: MessageChanges = { version: change.seq, edited: null, deleted: null, reactions: [] }
  const known = (changes: MessageChanges, body = said.body): SequencedMessage => {
    return { seq, epoch, event: { ...said, body }, changes }
  }
  switch (event.kind) {
    case 'edit':
      return known({ ...nothing, edited: { seq: change.seq, at: event.at } }, event.body)
    case 'deletion':
      return known({ ...nothing, deleted: { seq: change.seq, at: event.at, by: event.authorId } })
    case 'reaction': {
      const { authorId: personId, authorName: personName, emoji, on } = event
      return known({ ...nothing, reactions: [{ personId, personName, emoji, on, seq: change.seq }] })
    }
    default:
      return event satisfies never
  }
}

/** Of two deletions of one message the first one counts, so every reader gets the same. */
function earlier<D extends { seq: number }>(one: D | null, two: D | null): D | null {
  if (!one || !two) return one ?? two
  return two.seq < one.seq ? two : one
}

/** The last reaction of each person with each emoji, in the order of their seqs. */
function mergeReactions(some: readonly Reaction[], more: readonly Reaction[]): Reaction[] {
  const latest = new Map<string, Reaction>()
  for (const reaction of [...some, ...more]) {
    const key = `${reaction.personId} ${reaction.emoji}`
    const known = latest.get(key)
    if (!known || reaction.seq > known.seq) latest.set(key, reaction)
  }
  return [...latest.values()].sort((a, b) => a.seq - b.seq)
}

function isSame(a: MessageChanges, b: MessageChanges): boolean {
  return (
    a.version === b.version &&
    a.edited?.seq === b.edited?.seq &&
    a.deleted?.seq === b.deleted?.seq &&
    a.reactions.length === b.reactions.length &&
    a.reactions.every((reaction, i) => reaction.seq === b.reactions[i]?.seq)
  )
}
