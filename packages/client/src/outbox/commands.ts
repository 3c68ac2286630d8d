// A person's commands on their own operations: write, take back, retry, discard. Each is in the store before it is sent.
import { v7 as newMessageId } from 'uuid'
import { fail, ok, type Result, type MessageId, type RoomId } from '@parley/protocol'
import type { KeptOutbox } from './kept-outbox'
import { isChangeItem, readOperation } from './operations'
import { isDiscardable, type OutboxEvent, type OutboxItem } from './outbox'
import type { Operation } from './outbox-store'
import type { Outboxes } from './outboxes'
import type { ResendTimers } from './resend-timers'

export interface Commands {
  /** Adds a message, or a change of one. */
  enqueue: (roomId: RoomId, operation: Operation) => Result<{ id: string }>
  /** Deletes a message; one that no other person can have seen yet is removed instead. */
  takeBack: (roomId: RoomId, messageId: MessageId) => Result<{ id: string }>
  retry: (roomId: RoomId, id: string) => void
  discard: (roomId: RoomId, id: string) => void
  /** Removes an operation, here and in the store, if the event ends it. */
  remove: (roomId: RoomId, event: OutboxEvent & { id: string }) => void
  /** Stores the current state of an operation. */
  save: (roomId: RoomId, id: string) => void
  /** A deletion of a message that was tried and never appended: there is nothing left to send. */
  forgetDeletion: (deletion: OutboxItem) => void
}

export function createCommands(parts: {
  outboxes: Outboxes
  kept: Pick<KeptOutbox, 'put' | 'remove'>
  timers: Pick<ResendTimers, 'stop'>
  isSignedIn: () => boolean
  now: () => number
}): Commands {
  const { outboxes, kept, timers, isSignedIn, now } = parts

  function enqueue(roomId: RoomId, operation: Operation): Result<{ id: string }> {
    if (!isSignedIn()) return fail('not-signed-in')
    const parsed = readOperation(operation)
    if (!parsed.ok) return parsed
    const id = newMessageId()
    const entry = { id, roomId, operation: parsed.value, writtenAt: now(), failure: null }
    kept.put(entry)
    outboxes.step(roomId, { kind: 'written', entry })
    return ok({ id })
  }

  function takeBack(roomId: RoomId, messageId: MessageId): Result<{ id: string }> {
    const unsent = outboxes.find(roomId, messageId)
    const isUnseen = unsent && isDiscardable(unsent) && !unsent.maybeAppended
    if (isUnseen) {
      discard(roomId, messageId)
      return ok({ id: messageId })
    }
    // After the message itself, if that is still on its way: it may have been appended already (delivery.md, 4.2).
    const deletion = enqueue(roomId, { kind: 'deletion', messageId })
    discard(roomId, messageId) // only if it has failed
    return deletion
  }

  function retry(roomId: RoomId, id: string): void {
    outboxes.step(roomId, { kind: 'retried', id })
    save(roomId, id)
  }

  function discard(roomId: RoomId, id: string): void {
    if (!outboxes.find(roomId, id)) return
    remove(roomId, { kind: 'discarded', id })
    if (outboxes.find(roomId, id)) return
    for (const { id: changeId, operation } of outboxes.of(roomId).filter(isChangeItem))
      if (operation.messageId === id && operation.kind !== 'deletion') discard(roomId, changeId)
  }

  function forgetDeletion({ roomId, id, operation }: OutboxItem): void {
    remove(roomId, { kind: 'acknowledged', id })
    if (operation.kind === 'deletion') discard(roomId, operation.messageId)
  }

  function remove(roomId: RoomId, event: OutboxEvent & { id: string }): void {
    outboxes.step(roomId, event)
    if (outboxes.find(roomId, event.id)) return
    timers.stop(event.id)
    kept.remove(event.id)
  }

  function save(roomId: RoomId, itemId: string): void {
    const item = outboxes.find(roomId, itemId)
    if (!item) return
    const { id, operation, writtenAt, failure } = item
    kept.put({ id, roomId, operation, writtenAt, failure })
  }

  return { enqueue, takeBack, retry, discard, remove, save, forgetDeletion }
}
