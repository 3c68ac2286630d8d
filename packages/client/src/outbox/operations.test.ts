import { failure } from '@parley/protocol'
import { expect, test } from 'vitest'
import type { Ask } from '../connection/answer'
import {
  isChangeItem,
  isDoneAllTheSame,
  isMessageItem,
  messageToBe,
  readOperation,
  sendOperation,
} from './operations'
import type { OutboxItem } from './outbox'
import type { Operation } from './outbox-store'

const messageId = '01890000-0000-7000-8000-0000000000aa'
const item = (operation: Operation, maybeAppended = false): OutboxItem => ({
  ...{ id: 'id', roomId: 'r', writtenAt: 1, failure: null, phase: 'queued', attempt: 0 },
  operation,
  maybeAppended,
})
const deletion = item({ kind: 'deletion', messageId })

test('text is read in its stored form', () => {
  expect(readOperation({ kind: 'message', body: ' e\u0301 ' })).toEqual({
    ok: true,
    value: { kind: 'message', body: 'é' },
  })
  expect(readOperation({ kind: 'edit', messageId, body: ' e\u0301 ' })).toEqual({
    ok: true,
    value: { kind: 'edit', messageId, body: 'é' },
  })
})

test.each<[operation: Operation, code: string]>([
  [{ kind: 'message', body: ' ' }, 'message-empty'],
  [{ kind: 'edit', messageId, body: ' ' }, 'message-empty'],
  [{ kind: 'reaction', messageId, emoji: 'no emoji', on: true }, 'not-an-emoji'],
])('%j can never be done', (operation, code) => {
  expect(readOperation(operation)).toMatchObject({ ok: false, failure: { code } })
})

test('a server gets the written operation, with the epoch that is known here', async () => {
  const asked: unknown[] = []
  const ask = ((...question: unknown[]) => (
    asked.push(question),
    Promise.resolve({ kind: 'unanswered' })
  )) as Ask
  await sendOperation(ask, item({ kind: 'message', body: 'hello' }), 7)
  await sendOperation(ask, item({ kind: 'message', body: 'hello' }, true), undefined)
  await sendOperation(ask, deletion, 7)
  const common = { roomId: 'r', id: 'id' }
  expect(asked).toEqual([
    ['message:send', { ...common, again: false, epoch: 7, body: 'hello' }],
    ['message:send', { ...common, again: true, body: 'hello' }],
    ['message:change', { ...common, again: false, epoch: 7, messageId, change: { kind: 'deletion' } }],
  ])
  expect(asked[1]).not.toHaveProperty([1, 'epoch'])
})

test('only a deletion counts as done if the message does not exist', () => {
  const edit = item({ kind: 'edit', messageId, body: 'x' })
  const [gone, other] = [failure('no-such-message'), failure('not-a-member')]
  expect([isDoneAllTheSame(deletion, gone), isDoneAllTheSame(deletion, other)]).toEqual([true, false])
  expect(isDoneAllTheSame(edit, gone)).toBe(false)
})

test('a message that waits is shown as the one that it will be; a change is no message', () => {
  const hello = item({ kind: 'message', body: 'hello' })
  expect([hello, deletion].map(isChangeItem)).toEqual([false, true])
  if (!isMessageItem(hello)) throw new Error('it is a message')
  expect(messageToBe(hello, { id: 'p-ada', name: 'Ada', isGuest: true })).toEqual({
    ...{ seq: 0, epoch: 0 },
    event: {
      ...{ kind: 'message', id: 'id', roomId: 'r', authorId: 'p-ada', authorName: 'Ada', at: 1 },
      body: 'hello',
    },
  })
})
