import type { Failure, MessageId, PersonId, RoomId, SequencedEvent } from '@parley/protocol'

/** A person's operation in a room: a new message, or a change of one. `messageId` is the changed message. */
export type Operation =
  | { readonly kind: 'message'; readonly body: string }
  | { readonly kind: 'edit'; readonly messageId: MessageId; readonly body: string }
  | { readonly kind: 'deletion'; readonly messageId: MessageId }
  | { readonly kind: 'reaction'; readonly messageId: MessageId; readonly emoji: string; readonly on: boolean }

/** An operation that is not acknowledged yet. */
export interface OutboxEntry {
  /** The operation's id; for a message, the message's id. */
  readonly id: string
  readonly roomId: RoomId
  readonly operation: Operation
  /** The time of writing, by this device's clock. Milliseconds since 1970. */
  readonly writtenAt: number
  /** The reason of its refusal; null while it is to be sent. */
  readonly failure: Failure | null
}

export interface StoredEntry extends OutboxEntry {
  /** Another page stored it last, and may have tried to send it. */
  readonly isByOther?: boolean
}

/** The entry of an older build, which knew only messages. */
export type OldEntry = Omit<StoredEntry, 'operation'> & { readonly body: string }

/** An entry in this build's format. */
export function readEntry(stored: StoredEntry | OldEntry): StoredEntry {
  if ('operation' in stored) return stored
  const { body, ...entry } = stored
  return { ...entry, operation: { kind: 'message', body } }
}

/**
 * The place where unsent messages outlive their page. Calls come one after the other, in the order of events. A store
 * that rejects loses nothing at first: the outbox itself lives in memory, and a later start reads the store.
 */
export interface OutboxStore {
  /** Every entry of this person, in the order of writing. */
  load(personId: PersonId): Promise<readonly (StoredEntry | OldEntry)[]>
  /** Adds the entry, or replaces the one with its id without moving it. */
  put(personId: PersonId, entry: OutboxEntry): Promise<void>
  remove(personId: PersonId, id: string): Promise<void>
  clear(personId: PersonId): Promise<void>
  /** Whether entries outlive the page, as far as known. Default: they do not. */
  isLasting?(): boolean
  /** Default: no other page sees these entries. With it, `load` returns every entry that `put` accepted. */
  readonly sharing?: OutboxSharing
}

/** Several pages of one person share one store: one of them sends at a time, all see the waiting messages. */
export interface OutboxSharing {
  /** Calls `onTurn` when this page may send. The returned function gives the turn back, or stops waiting for it. */
  takeTurn(personId: PersonId, onTurn: () => void): () => void
  tell(personId: PersonId, news: OutboxNews): void
  /** News of other pages. Returns the function that ends it. */
  listen(personId: PersonId, onNews: (news: OutboxNews) => void): () => void
}

export type OutboxNews =
  /** The content of the store changed. */
  | { kind: 'changed' }
  /** Sent before the entry leaves the store, so that every page shows it all the time. */
  | { kind: 'sent'; sent: SequencedEvent }

export function createMemoryOutboxStore(): OutboxStore {
  const people = new Map<string, Map<string, OutboxEntry>>()

  function entriesOf(personId: PersonId): Map<string, OutboxEntry> {
    const entries = people.get(personId) ?? new Map<string, OutboxEntry>()
    people.set(personId, entries)
    return entries
  }

  return {
    load: async (personId) => [...entriesOf(personId).values()],
    put: async (personId, entry) => void entriesOf(personId).set(entry.id, entry),
    remove: async (personId, id) => void entriesOf(personId).delete(id),
    clear: async (personId) => void people.delete(personId),
  }
}
