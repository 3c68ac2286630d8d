// Sends the next operation of each room, and waits before retries. If several pages of one person share the store, one of
// them sends at a time, including the others' messages.
import type { Failure, PersonId, RoomId, SequencedEvent } from '@parley/protocol'
import type { Ask } from '../connection/answer'
import { RESEND, waitMs } from '../connection/backoff'
import { createCommands, type Commands } from './commands'
import { createKeptOutbox } from './kept-outbox'
import { isDoneAllTheSame, sendOperation } from './operations'
import { nextToSend, type OutboxItem } from './outbox'
import type { OutboxStore, StoredEntry } from './outbox-store'
import type { Outboxes } from './outboxes'
import { createResendTimers } from './resend-timers'
import { createSendingTurn } from './sending-turn'

interface Sender extends Pick<Commands, 'enqueue' | 'takeBack' | 'retry' | 'discard'> {
  /**
   * Sets the owner of the operations, and loads those of an earlier page. `null` drops all of them, but not from the
   * store.
   */
  use: (personId: PersonId | null) => Promise<void>
  /** Deletes this person's unsent operations permanently; resolves when the store has. */
  clear: () => Promise<void>
  /** An own operation was seen with its position: as good as its acknowledgement. */
  seen: (sent: SequencedEvent) => void
  connected: () => void
  /** Messages are accepted again: each waiting one is sent at a random moment within this time. Milliseconds. */
  resumed: (withinMs: number) => void
  disconnected: () => void
}

export function createSender(parts: {
  outboxes: Outboxes
  ask: Ask
  /** The room's epoch as known here; undefined: not known. */
  epochOf: (roomId: RoomId) => number | undefined
  isOnline: () => boolean
  store: OutboxStore
  onSent: (roomId: RoomId, sent: SequencedEvent) => void
  /** Whether unsent messages outlive the page, as far as the store knows now. */
  onLasting: (isLasting: boolean) => void
  now: () => number
  random: () => number
}): Sender {
  const { outboxes, ask, epochOf, isOnline, store, onSent, onLasting, now, random } = parts
  const timers = createResendTimers((roomId, id) => outboxes.step(roomId, { kind: 'waited', id }))
  const kept = createKeptOutbox({ store, onRead: take, onSent: sentByOther, onLasting })
  const { whenWritten, reread } = kept
  const turn = createSendingTurn({
    sharing: store.sharing,
    hasWork,
    whenWritten,
    prepare: reread,
    onTurn: sendAll,
  })
  let personId: PersonId | null = null
  const commands = createCommands({ outboxes, kept, timers, isSignedIn: () => personId !== null, now })
  const { enqueue, takeBack, retry, discard, remove, save, forgetDeletion } = commands

  outboxes.subscribe((roomId) => {
    considerTurn()
    sendNext(roomId)
  })

  function considerTurn(): void {
    if (personId !== null) turn.consider(personId)
  }

  function hasWork(): boolean {
    return outboxes.items().some(({ phase }) => phase === 'in-flight' || (phase !== 'failed' && isOnline()))
  }

  function sendAll(): void {
    for (const roomId of outboxes.roomIds()) sendNext(roomId)
  }

  function sendNext(roomId: RoomId): void {
    const item = isOnline() && turn.isMine() ? nextToSend(outboxes.of(roomId)) : null
    if (item) void send(item)
  }

  async function send(item: OutboxItem): Promise<void> {
    const { roomId, id, maybeAppended, attempt } = item
    // It may be another page's: stored as ours, so that the page that wrote it knows that it may have been appended.
    if (store.sharing && maybeAppended && attempt === 0) save(roomId, id)
    outboxes.step(roomId, { kind: 'started', id })
    const answer = await sendOperation(ask, item, epochOf(roomId))
    // Seen meanwhile, or of a person who has left.
    if (!outboxes.find(roomId, id)) return
    switch (answer.kind) {
      case 'done':
        // Shown at its position before it leaves the outbox: it is always in one of the two.
        onSent(roomId, answer.value)
        return seen(answer.value)
      case 'refused':
        if (isDoneAllTheSame(item, answer.failure)) return forgetDeletion(item)
        outboxes.step(roomId, { kind: 'refused', id, failure: answer.failure })
        return afterRefusal(item, answer.failure)
      case 'unanswered':
        outboxes.step(roomId, { kind: 'unanswered', id })
        return wait(item, 0)
      default:
        return answer satisfies never
    }
  }

  function afterRefusal(item: OutboxItem, { retryable, retryAfterMs }: Failure): void {
    if (retryable) wait(item, retryAfterMs ?? 0)
    else save(item.roomId, item.id)
  }

  function wait({ roomId, id, attempt }: OutboxItem, hintMs: number): void {
    timers.set(roomId, id, waitMs(RESEND, attempt, hintMs, random))
  }

  function seen(sent: SequencedEvent): void {
    const { roomId, id } = sent.event
    if (!outboxes.find(roomId, id)) return
    kept.tellSent(sent)
    remove(roomId, { kind: 'acknowledged', id })
  }

  function sentByOther(sent: SequencedEvent): void {
    const { roomId, id } = sent.event
    if (!outboxes.find(roomId, id)) return
    onSent(roomId, sent)
    outboxes.step(roomId, { kind: 'acknowledged', id })
    timers.stop(id)
  }

  function take(entries: readonly StoredEntry[]): void {
    for (const roomId of new Set([...outboxes.roomIds(), ...entries.map((entry) => entry.roomId)])) {
      const inRoom = entries.filter((entry) => entry.roomId === roomId)
      outboxes.step(roomId, { kind: store.sharing ? 'reread' : 'restored', entries: inRoom })
    }
  }

  async function use(id: string | null): Promise<void> {
    if (id === personId) return
    forget()
    personId = id
    kept.use(id)
    await reread()
  }

  async function clear(): Promise<void> {
    const cleared = kept.clear()
    forget()
    await cleared
  }

  function forget(): void {
    turn.giveBack()
    timers.stopAll()
    outboxes.clear()
  }

  function connected(): void {
    timers.stopAll()
    for (const roomId of outboxes.roomIds()) outboxes.step(roomId, { kind: 'connected' })
  }

  function resumed(withinMs: number): void {
    for (const { roomId, id, phase } of outboxes.items())
      if (phase === 'waiting') timers.set(roomId, id, random() * withinMs)
  }

  return {
    ...{ enqueue, takeBack, retry, discard },
    use,
    clear,
    seen,
    connected,
    resumed,
    disconnected: considerTurn,
  }
}
