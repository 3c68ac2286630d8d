// Drives the outboxes: keeps them in their store, sends what has its turn, waits before sending again.
import { v7 as newMessageId } from 'uuid'
import {
  fail,
  messageBody,
  ok,
  parse,
  type Failure,
  type Result,
  type SequencedEvent,
} from '@parley/protocol'
import type { Ask } from './answer'
import { RESEND, waitMs } from './backoff'
import { nextToSend, stepOutbox, type Outbox, type OutboxEvent, type OutboxItem } from './outbox'
import type { OutboxEntry, OutboxStore } from './outbox-store'

interface Sender {
  outboxOf: (roomId: string) => Outbox
  /** Whose messages these are: loads what an earlier page left. `null` forgets all of it, but not in the store. */
  use: (personId: string | null) => Promise<void>
  /** Forgets this person's unsent messages for good. */
  clear: () => void
  write: (roomId: string, body: string) => Result<{ id: string }>
  retry: (roomId: string, id: string) => void
  discard: (roomId: string, id: string) => void
  /** An own message was seen in its place: as good as its acknowledgement. */
  seen: (roomId: string, id: string) => void
  connected: () => void
  disconnected: () => void
}

export function createSender({
  ask,
  isOnline,
  store,
  onChange,
  onSent,
  now,
  random,
}: {
  ask: Ask
  isOnline: () => boolean
  store: OutboxStore
  onChange: (roomId: string) => void
  onSent: (roomId: string, sent: SequencedEvent) => void
  now: () => number
  random: () => number
}): Sender {
  const outboxes = new Map<string, Outbox>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  let personId: string | null = null
  let stored: Promise<unknown> = Promise.resolve()

  const outboxOf = (roomId: string): Outbox => outboxes.get(roomId) ?? []
  const itemOf = (roomId: string, id: string): OutboxItem | undefined =>
    outboxOf(roomId).find((item) => item.id === id)

  function step(roomId: string, event: OutboxEvent): void {
    const outbox = stepOutbox(outboxOf(roomId), event)
    if (outbox.length > 0) outboxes.set(roomId, outbox)
    else outboxes.delete(roomId)
    onChange(roomId)
    sendNext(roomId)
  }

  function sendNext(roomId: string): void {
    const item = isOnline() ? nextToSend(outboxOf(roomId)) : null
    if (item) void send(item)
  }

  async function send({ roomId, id, body, perhapsSaid }: OutboxItem): Promise<void> {
    const sender = personId
    step(roomId, { kind: 'started', id })
    const answer = await ask('message:send', { roomId, id, body, again: perhapsSaid })
    if (personId !== sender || !itemOf(roomId, id)) return
    switch (answer.kind) {
      case 'done':
        // Shown in its place before it leaves the outbox: it is never in neither.
        onSent(roomId, answer.value)
        return remove(roomId, { kind: 'acknowledged', id })
      case 'refused':
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
    const wake = () => {
      timers.delete(id)
      step(roomId, { kind: 'waited', id })
    }
    clearTimeout(timers.get(id))
    timers.set(id, setTimeout(wake, waitMs(RESEND, attempt, hintMs, random)))
  }

  function write(roomId: string, body: string): Result<{ id: string }> {
    if (!personId) return fail('not-signed-in')
    const parsed = parse(messageBody, body)
    if (!parsed.ok) return parsed
    const id = newMessageId()
    const entry = { id, roomId, body: parsed.value, writtenAt: now(), failure: null }
    keep((owner) => store.put(owner, entry))
    step(roomId, { kind: 'written', entry })
    return ok({ id })
  }

  function retry(roomId: string, id: string): void {
    step(roomId, { kind: 'retried', id })
    save(roomId, id)
  }

  function discard(roomId: string, id: string): void {
    remove(roomId, { kind: 'discarded', id })
  }

  function seen(roomId: string, id: string): void {
    if (itemOf(roomId, id)) remove(roomId, { kind: 'acknowledged', id })
  }

  function remove(roomId: string, event: OutboxEvent & { id: string }): void {
    step(roomId, event)
    if (itemOf(roomId, event.id)) return
    clearTimeout(timers.get(event.id))
    timers.delete(event.id)
    keep((owner) => store.remove(owner, event.id))
  }

  function save(roomId: string, itemId: string): void {
    const item = itemOf(roomId, itemId)
    if (!item) return
    const { id, body, writtenAt, failure } = item
    const entry: OutboxEntry = { id, roomId, body, writtenAt, failure }
    keep((owner) => store.put(owner, entry))
  }

  // One after the other. A store that fails costs only what a later start would have found there.
  function keep(act: (owner: string) => Promise<void>): void {
    const owner = personId
    if (owner !== null) stored = stored.then(() => act(owner)).catch(() => undefined)
  }

  async function use(id: string | null): Promise<void> {
    if (id === personId) return
    forget()
    personId = id
    if (id === null) return
    await stored
    const entries = await store.load(id).catch(() => [])
    if (personId !== id) return
    for (const roomId of new Set(entries.map((entry) => entry.roomId))) {
      step(roomId, { kind: 'restored', entries: entries.filter((entry) => entry.roomId === roomId) })
    }
  }

  function clear(): void {
    keep((owner) => store.clear(owner))
    forget()
  }

  function forget(): void {
    for (const timer of timers.values()) clearTimeout(timer)
    timers.clear()
    const roomIds = [...outboxes.keys()]
    outboxes.clear()
    for (const roomId of roomIds) onChange(roomId)
  }

  function connected(): void {
    for (const timer of timers.values()) clearTimeout(timer)
    timers.clear()
    for (const roomId of [...outboxes.keys()]) step(roomId, { kind: 'connected' })
  }

  // What is shown as "sending" waits now.
  function disconnected(): void {
    for (const roomId of outboxes.keys()) onChange(roomId)
  }

  return { outboxOf, use, clear, write, retry, discard, seen, connected, disconnected }
}
