// Drives the outboxes: keeps them in their store, sends what has its turn, waits before sending again. Where several pages
// of one person share the store, one of them sends at a time, also what the others wrote.
import { v7 as newMessageId } from 'uuid'
import { fail, ok, type Failure, type Result, type SequencedEvent } from '@parley/protocol'
import type { Ask } from './answer'
import { RESEND, waitMs } from './backoff'
import { createKeptOutbox } from './kept-outbox'
import { sendOperation, isChangeItem, isDoneAllTheSame, readOperation } from './operations'
import {
  isDiscardable,
  nextToSend,
  stepOutbox,
  type Outbox,
  type OutboxEvent,
  type OutboxItem,
} from './outbox'
import type { Operation, OutboxStore, StoredEntry } from './outbox-store'
import { createSendingTurn } from './sending-turn'

interface Sender {
  outboxOf: (roomId: string) => Outbox
  /** Whose operations these are: loads what an earlier page left. `null` forgets all of it, but not in the store. */
  use: (personId: string | null) => Promise<void>
  /** Forgets what this person has not sent yet for good; resolves when the store has. */
  clear: () => Promise<void>
  /** Says something, or changes what was said. */
  enqueue: (roomId: string, operation: Operation) => Result<{ id: string }>
  /** Deletes a message; one that nobody can have seen yet is taken off instead. */
  takeBack: (roomId: string, messageId: string) => Result<{ id: string }>
  retry: (roomId: string, id: string) => void
  discard: (roomId: string, id: string) => void
  /** An own operation was seen in its place: as good as its acknowledgement. */
  seen: (sent: SequencedEvent) => void
  connected: () => void
  /** Messages are taken again: each that waits is sent at a random moment within this time. Milliseconds. */
  resumed: (withinMs: number) => void
  disconnected: () => void
}

export function createSender({
  ask,
  epochOf,
  isOnline,
  store,
  onChange,
  onSent,
  onLasting,
  now,
  random,
}: {
  ask: Ask
  /** In which epoch the room is known here; undefined: in none yet. */
  epochOf: (roomId: string) => number | undefined
  isOnline: () => boolean
  store: OutboxStore
  onChange: (roomId: string) => void
  onSent: (roomId: string, sent: SequencedEvent) => void
  /** Whether unsent messages outlive the page, as far as the store knows now. */
  onLasting: (isLasting: boolean) => void
  now: () => number
  random: () => number
}): Sender {
  const outboxes = new Map<string, Outbox>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const kept = createKeptOutbox({ store, onRead: take, onSent: sentByOther, onLasting })
  const { settled, reread } = kept
  const turn = createSendingTurn({
    sharing: store.sharing,
    hasWork,
    settled,
    prepare: reread,
    onTurn: sendAll,
  })
  let personId: string | null = null

  const outboxOf = (roomId: string): Outbox => outboxes.get(roomId) ?? []
  const itemOf = (roomId: string, id: string): OutboxItem | undefined =>
    outboxOf(roomId).find((item) => item.id === id)

  function step(roomId: string, event: OutboxEvent): void {
    const before = outboxOf(roomId)
    const outbox = stepOutbox(before, event)
    if (outbox === before) return
    if (outbox.length > 0) outboxes.set(roomId, outbox)
    else outboxes.delete(roomId)
    onChange(roomId)
    considerTurn()
    sendNext(roomId)
  }

  function considerTurn(): void {
    if (personId !== null) turn.consider(personId)
  }

  function hasWork(): boolean {
    const items = [...outboxes.values()].flat()
    return items.some(({ phase }) => phase === 'in-flight' || (phase !== 'failed' && isOnline()))
  }

  function sendAll(): void {
    for (const roomId of [...outboxes.keys()]) sendNext(roomId)
  }

  function sendNext(roomId: string): void {
    const item = isOnline() && turn.isMine() ? nextToSend(outboxOf(roomId)) : null
    if (item) void send(item)
  }

  async function send(item: OutboxItem): Promise<void> {
    const { roomId, id, maybeAppended, attempt } = item
    const sender = personId
    // Perhaps another page's: stored as ours, so that the page which wrote it knows that it may be said.
    if (store.sharing && maybeAppended && attempt === 0) save(roomId, id)
    step(roomId, { kind: 'started', id })
    const answer = await sendOperation(ask, item, epochOf(roomId))
    if (personId !== sender || !itemOf(roomId, id)) return
    switch (answer.kind) {
      case 'done':
        // Shown in its place before it leaves the outbox: it is never in neither.
        onSent(roomId, answer.value)
        return seen(answer.value)
      case 'refused':
        if (isDoneAllTheSame(item, answer.failure)) return forgetDeletion(item)
        step(roomId, { kind: 'refused', id, failure: answer.failure })
        return afterRefusal(roomId, id, answer.failure)
      case 'unanswered':
        step(roomId, { kind: 'unanswered', id })
        return wait(roomId, id, 0)
      default:
        return answer satisfies never
    }
  }

  function afterRefusal(roomId: string, id: string, { retryable, retryAfterMs }: Failure): void {
    if (retryable) wait(roomId, id, retryAfterMs ?? 0)
    else save(roomId, id)
  }

  function wait(roomId: string, id: string, hintMs: number): void {
    const attempt = (itemOf(roomId, id)?.attempt ?? 1) - 1
    wakeAfter(roomId, id, waitMs(RESEND, attempt, hintMs, random))
  }

  function wakeAfter(roomId: string, id: string, delayMs: number): void {
    const wake = () => {
      timers.delete(id)
      step(roomId, { kind: 'waited', id })
    }
    clearTimeout(timers.get(id))
    timers.set(id, setTimeout(wake, delayMs))
  }

  function enqueue(roomId: string, operation: Operation): Result<{ id: string }> {
    if (!personId) return fail('not-signed-in')
    const parsed = readOperation(operation)
    if (!parsed.ok) return parsed
    const id = newMessageId()
    const entry = { id, roomId, operation: parsed.value, writtenAt: now(), failure: null }
    kept.put(entry)
    step(roomId, { kind: 'written', entry })
    return ok({ id })
  }

  function takeBack(roomId: string, messageId: string): Result<{ id: string }> {
    const unsent = itemOf(roomId, messageId)
    const isUnseen = unsent && isDiscardable(unsent) && !unsent.maybeAppended
    if (isUnseen) {
      discard(roomId, messageId)
      return ok({ id: messageId })
    }
    // Behind the message itself, should that still be on its way: it may be said already (delivery.md, 4.2).
    const deletion = enqueue(roomId, { kind: 'deletion', messageId })
    if (unsent?.phase === 'failed') discard(roomId, messageId)
    return deletion
  }

  /** The message was tried and never said; nothing of it is left to be sent. */
  function forgetDeletion({ roomId, id, operation }: OutboxItem): void {
    remove(roomId, { kind: 'acknowledged', id })
    if (operation.kind === 'deletion') discard(roomId, operation.messageId)
  }

  function retry(roomId: string, id: string): void {
    step(roomId, { kind: 'retried', id })
    save(roomId, id)
  }

  function discard(roomId: string, id: string): void {
    if (!itemOf(roomId, id)) return
    remove(roomId, { kind: 'discarded', id })
    if (itemOf(roomId, id)) return
    for (const { id: changeId, operation } of outboxOf(roomId).filter(isChangeItem))
      if (operation.messageId === id && operation.kind !== 'deletion') discard(roomId, changeId)
  }

  function seen(sent: SequencedEvent): void {
    const { roomId, id } = sent.event
    if (!itemOf(roomId, id)) return
    kept.tellSent(sent)
    remove(roomId, { kind: 'acknowledged', id })
  }

  function remove(roomId: string, event: OutboxEvent & { id: string }): void {
    step(roomId, event)
    if (itemOf(roomId, event.id)) return
    stopWaiting(event.id)
    kept.remove(event.id)
  }

  function save(roomId: string, itemId: string): void {
    const item = itemOf(roomId, itemId)
    if (!item) return
    const { id, operation, writtenAt, failure } = item
    kept.put({ id, roomId, operation, writtenAt, failure })
  }

  function sentByOther(sent: SequencedEvent): void {
    const { roomId, id } = sent.event
    if (!itemOf(roomId, id)) return
    onSent(roomId, sent)
    step(roomId, { kind: 'acknowledged', id })
    stopWaiting(id)
  }

  function take(entries: readonly StoredEntry[]): void {
    for (const roomId of new Set([...outboxes.keys(), ...entries.map((entry) => entry.roomId)])) {
      const inRoom = entries.filter((entry) => entry.roomId === roomId)
      step(roomId, { kind: store.sharing ? 'reread' : 'restored', entries: inRoom })
    }
  }

  async function use(id: string | null): Promise<void> {
    if (id === personId) return
    forget()
    personId = id
    kept.use(id)
    if (id !== null) await reread()
  }

  async function clear(): Promise<void> {
    const cleared = kept.clear()
    forget()
    await cleared
  }

  function forget(): void {
    turn.giveBack()
    stopAllWaiting()
    const roomIds = [...outboxes.keys()]
    outboxes.clear()
    for (const roomId of roomIds) onChange(roomId)
  }

  function stopWaiting(id: string): void {
    clearTimeout(timers.get(id))
    timers.delete(id)
  }

  function stopAllWaiting(): void {
    for (const id of [...timers.keys()]) stopWaiting(id)
  }

  function connected(): void {
    stopAllWaiting()
    for (const roomId of [...outboxes.keys()]) step(roomId, { kind: 'connected' })
  }

  function resumed(withinMs: number): void {
    for (const { roomId, id, phase } of [...outboxes.values()].flat())
      if (phase === 'waiting') wakeAfter(roomId, id, random() * withinMs)
  }

  // What is shown as "sending" waits now.
  function disconnected(): void {
    for (const roomId of outboxes.keys()) onChange(roomId)
    considerTurn()
  }

  return { outboxOf, use, clear, enqueue, takeBack, retry, discard, seen, connected, resumed, disconnected }
}
