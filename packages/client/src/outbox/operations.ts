// Pending operations: how they are sent to a server, and their result when they are done.
import {
  clientEvents,
  messageBody,
  parse,
  type Failure,
  type MessageChange,
  type Person,
  type Result,
  type SequencedEvent,
  type SequencedMessage,
} from '@parley/protocol'
import type { Answer, Ask } from '../connection/answer'
import type { OutboxItem } from './outbox'
import type { Operation } from './outbox-store'

export type ChangeOperation = Exclude<Operation, { kind: 'message' }>
type ChangeItem = OutboxItem & { readonly operation: ChangeOperation }
type MessageItem = OutboxItem & { readonly operation: Extract<Operation, { kind: 'message' }> }

export function isMessageItem(item: OutboxItem): item is MessageItem {
  return item.operation.kind === 'message'
}

export function isChangeItem(item: OutboxItem): item is ChangeItem {
  return item.operation.kind !== 'message'
}

/** Refuses operations that can never succeed. The text of the result is the text that will be stored. */
export function readOperation(operation: Operation): Result<Operation> {
  if (operation.kind === 'message') {
    const body = parse(messageBody, operation.body)
    return body.ok ? { ok: true, value: { kind: 'message', body: body.value } } : body
  }
  const { messageId, ...change } = operation
  const parsed = parse(clientEvents['message:change'].input.shape.change, change)
  return parsed.ok ? { ok: true, value: { ...parsed.value, messageId } } : parsed
}

/** `epoch`: the room's epoch as known here; undefined: not known. */
export function sendOperation(
  ask: Ask,
  { roomId, id, operation, maybeAppended }: OutboxItem,
  epoch: number | undefined,
): Promise<Answer<SequencedEvent>> {
  const common = { roomId, id, again: maybeAppended, ...(epoch !== undefined && { epoch }) }
  if (operation.kind === 'message') return ask('message:send', { ...common, body: operation.body })
  const { messageId, ...change } = operation
  return ask('message:change', { ...common, messageId, change })
}

/**
 * The message to delete does not exist, which is as good as deleted: the result for a message that was tried and never
 * appended.
 */
export function isDoneAllTheSame({ operation }: OutboxItem, { code }: Failure): boolean {
  return operation.kind === 'deletion' && code === 'no-such-message'
}

/** The message as it will be; its position is not known yet. */
export function messageToBe({ id, roomId, operation, writtenAt }: MessageItem, by: Person): SequencedMessage {
  const { body } = operation
  const said = { id, roomId, authorId: by.id, authorName: by.name, at: writtenAt }
  return { seq: 0, epoch: 0, event: { kind: 'message', ...said, body } }
}

/** The change as it will be. */
export function changeToBe({ id, roomId, operation, writtenAt }: ChangeItem, by: Person): MessageChange {
  return { id, roomId, authorId: by.id, authorName: by.name, at: writtenAt, ...operation }
}
