import type { Failure, SequencedEvent } from '@parley/protocol'

/** What a person does in a room: says something, or changes what was said. `messageId` is the message that is changed. */
export type Operation =
  | { readonly kind: 'message'; readonly body: string }
  | { readonly kind: 'edit'; readonly messageId: string; readonly body: string }
  | { readonly kind: 'deletion'; readonly messageId: string }
  | { readonly kind: 'reaction'; readonly messageId: string; readonly emoji: string; readonly on: boolean }

/** An operation that is not acknowledged yet. */
export interface OutboxEntry {
  /** Of the operation; that of a message is the message's. */
  readonly id: string
  readonly roomId: string
  readonly operation: Operation
  /** When that was, by this device's clock. Milliseconds since 1970. */
  readonly writtenAt: number
  /** Why it was refused; null while it is to be sent. */
  readonly failure: Failure | null
}

export interface StoredEntry extends OutboxEntry {
  /** It was last put by another page, which may have tried to send it. */
  readonly isByOther?: boolean
}

/** What an older build stored, which knew only messages. */
export type OldEntry = Omit<StoredEntry, 'operation'> & { readonly body: string }

/** An entry as this build knows it. */
export function readEntry(stored: StoredEntry | OldEntry): StoredEntry {
  if ('operation' in stored) return stored
  const { body, ...entry } = stored
  return { ...entry, operation: { kind: 'message', body } }
}

/**
 * Where what is not sent yet outlives its page. Calls are made one after the other, in the order in which things happened.
 * A store that rejects loses nothing now: the outbox itself lives in memory, the store is what a later start reads.
 */
export interface OutboxStore {
  /** Every entry of this person, in the order of writing. */
  load(personId: string): Promise<readonly (StoredEntry | OldEntry)[]>
  /** Adds the entry, or replaces the one with its id without moving it. */
  put(personId: string, entry: OutboxEntry): Promise<void>
  remove(personId: string, id: string): Promise<void>
  clear(personId: string): Promise<void>
  /** Whether entries outlive the page, as far as is known now. Left out: they do not. */
  isLasting?(): boolean
  /** Left out: no other page sees these entries. With it, `load` leaves out nothing that `put` took. */
  readonly sharing?: OutboxSharing
}

/** Several pages of one person with one store: one of them sends at a time, all see what waits. */
export interface OutboxSharing {
  /** Calls `onTurn` once this page may send. What is returned gives the turn back, or waits for it no longer. */
  takeTurn(personId: string, onTurn: () => void): () => void
  tell(personId: string, news: OutboxNews): void
  /** What other pages tell. Returns what ends it. */
  listen(personId: string, onNews: (news: OutboxNews) => void): () => void
}

export type OutboxNews =
  /** The store holds something else now. */
  | { kind: 'changed' }
  /** Told before it leaves the store: no page shows it in neither place. */
  | { kind: 'sent'; sent: SequencedEvent }

export function createMemoryOutboxStore(): OutboxStore {
  const people = new Map<string, Map<string, OutboxEntry>>()

  function entriesOf(personId: string): Map<string, OutboxEntry> {
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
