// The pending operations of one room: one operation in flight, in the order of writing, with changes and messages in one
// queue. With two in flight, a batch that times out could let the second overtake the first (delivery.md, 4.3). Pure:
// `sender.ts` acts on it.
import { wasApplied, type Failure } from '@parley/protocol'
import type { OutboxEntry, StoredEntry } from './outbox-store'
import type { MessageState } from '../state'

export interface OutboxItem extends OutboxEntry {
  readonly phase: 'queued' | 'in-flight' | 'waiting' | 'failed'
  /**
   * An earlier send may have been appended: the next one carries `again: true`. The operation under one id never changes.
   */
  readonly maybeAppended: boolean
  /** The number of consecutive retries. */
  readonly attempt: number
}

export type Outbox = readonly OutboxItem[]

export type OutboxEvent =
  | { kind: 'written'; entry: OutboxEntry }
  /** Left by an earlier page: their results are unknown. */
  | { kind: 'restored'; entries: readonly OutboxEntry[] }
  /** The whole content of the store: other pages write, send, retry and discard too. */
  | { kind: 'reread'; entries: readonly StoredEntry[] }
  | { kind: 'started'; id: string }
  | { kind: 'acknowledged'; id: string }
  | { kind: 'refused'; id: string; failure: Failure }
  /** No answer: timeout, connection lost. */
  | { kind: 'unanswered'; id: string }
  | { kind: 'waited'; id: string }
  /** A new connection: every wait ends. */
  | { kind: 'connected' }
  | { kind: 'retried'; id: string }
  | { kind: 'discarded'; id: string }

export function stepOutbox(outbox: Outbox, event: OutboxEvent): Outbox {
  switch (event.kind) {
    case 'written':
      return [...outbox, queued(event.entry, false)]
    case 'restored':
      return [...restored(event.entries, outbox), ...outbox]
    case 'reread':
      return asStored(outbox, event.entries)
    case 'started':
      return change(outbox, event.id, (item) => ({ ...item, phase: 'in-flight' }))
    case 'acknowledged':
      return outbox.filter((item) => item.id !== event.id)
    case 'refused':
      return change(outbox, event.id, (item) => refused(item, event.failure))
    case 'unanswered':
      return change(outbox, event.id, (item) => sendAgain({ ...item, maybeAppended: true }))
    case 'waited':
      return change(outbox, event.id, unwait)
    case 'connected':
      return outbox.map(unwait)
    case 'retried':
      return change(outbox, event.id, (item) => (item.phase === 'failed' ? queued(item, true) : item))
    case 'discarded':
      return outbox.filter((item) => item.id !== event.id || !isDiscardable(item))
    default:
      return event satisfies never
  }
}

/** The next operation to send; null while one is in flight or waits for its retry: none may overtake it. */
export function nextToSend(outbox: Outbox): OutboxItem | null {
  const first = outbox.find((item) => item.phase !== 'failed')
  const isBusy = outbox.some((item) => item.phase === 'in-flight' || item.phase === 'waiting')
  return first && !isBusy ? first : null
}

/** The state as its sender sees it. An operation that waits for its retry is "sending" while there is a connection. */
export function shownState(item: OutboxItem, isOnline: boolean): MessageState {
  if (item.failure) return { kind: 'failed', failure: item.failure }
  if (item.phase === 'in-flight' || (item.phase === 'waiting' && isOnline)) return { kind: 'sending' }
  return { kind: 'queued' }
}

function refused(item: OutboxItem, failure: Failure): OutboxItem {
  if (!failure.retryable) return { ...item, phase: 'failed', failure }
  return sendAgain({ ...item, maybeAppended: item.maybeAppended || wasApplied(failure.code) === 'unknown' })
}

function sendAgain(item: OutboxItem): OutboxItem {
  return { ...item, phase: 'waiting', attempt: item.attempt + 1 }
}

function unwait(item: OutboxItem): OutboxItem {
  return item.phase === 'waiting' ? { ...item, phase: 'queued' } : item
}

function queued(entry: OutboxEntry, maybeAppended: boolean): OutboxItem {
  const { id, roomId, operation, writtenAt } = entry
  return { id, roomId, operation, writtenAt, failure: null, phase: 'queued', maybeAppended, attempt: 0 }
}

function restored(entries: readonly OutboxEntry[], present: Outbox): Outbox {
  const known = new Set(present.map((item) => item.id))
  return entries
    .filter((entry) => !known.has(entry.id))
    .map((entry) => ({
      ...queued(entry, true),
      ...(entry.failure && { phase: 'failed' as const, failure: entry.failure }),
    }))
}

// The order of the store is the order of writing, over all pages.
function asStored(outbox: Outbox, entries: readonly StoredEntry[]): Outbox {
  const next = entries.flatMap((entry) => {
    const known = outbox.find((item) => item.id === entry.id)
    return known ? [itemAsStored(known, entry)] : restored([entry], [])
  })
  const isSame = next.length === outbox.length && next.every((item, index) => item === outbox[index])
  return isSame ? outbox : next
}

function itemAsStored(item: OutboxItem, { failure, isByOther }: StoredEntry): OutboxItem {
  if (failure)
    return item.phase === 'failed' ? item : { ...item, phase: 'failed', failure, maybeAppended: true }
  if (item.phase === 'failed') return queued(item, true)
  return isByOther && !item.maybeAppended ? { ...item, maybeAppended: true } : item
}

/** No other person can have seen it. */
export function isDiscardable(item: OutboxItem): boolean {
  return item.phase === 'failed' || (item.phase === 'queued' && !item.maybeAppended)
}

function change(outbox: Outbox, id: string, how: (item: OutboxItem) => OutboxItem): Outbox {
  return outbox.map((item) => (item.id === id ? how(item) : item))
}
