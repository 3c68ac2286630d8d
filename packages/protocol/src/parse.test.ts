import { expect, test } from 'vitest'
import { z } from 'zod'
import { clientEvents } from './client-events'
import { failures } from './failures'
import { parse } from './parse'
import { guestJoin, roomCreate } from './rest-requests'

const said = {
  roomId: '01890000-0000-7000-8000-000000000001',
  id: '01890000-0000-7000-8000-0000000000aa',
}
const send = (body: unknown, more = {}) =>
  parse(clientEvents['message:send'].input, { ...said, body, ...more })
const codeOf = (result: ReturnType<typeof parse>) => (result.ok ? 'ok' : result.failure.code)

test('a message is trimmed and composed, and its length counted in code points', () => {
  expect(send('  cafe\u0301 ')).toMatchObject({ ok: true, value: { body: 'café', again: false } })
  expect(codeOf(send('😀'.repeat(4_000)))).toBe('ok')
  expect(codeOf(send('a'.repeat(4_000)))).toBe('ok')
  expect(codeOf(send('a'.repeat(4_001)))).toBe('message-too-long')
})

test.each([
  ['', 'message-empty'],
  ['  \n ', 'message-empty'],
  ['\u200b\u200d', 'message-empty'],
  ['a\u0000b', 'bad-text'],
  ['a\ud800b', 'bad-text'],
  [7, 'bad-input'],
  [null, 'bad-input'],
])('the body %j is refused as %s', (body, code) => {
  expect(codeOf(send(body))).toBe(code)
})

test('unknown fields and foreign ids are refused, and the field is named', () => {
  expect(codeOf(send('hi', { admin: true }))).toBe('bad-input')
  expect(send('hi', { roomId: '__proto__' })).toMatchObject({
    failure: { code: 'bad-input', detail: 'roomId' },
  })
  expect(codeOf(send('hi', { id: said.id.toUpperCase() }))).toBe('bad-input')
})

test('the error names the wrong field with its path', () => {
  const change = { kind: 'edit', body: '' }
  expect(parse(clientEvents['message:change'].input, { ...said, messageId: said.id, change })).toMatchObject({
    failure: { code: 'message-empty', detail: 'change.body' },
  })
})

test.each([
  undefined,
  { params: {} },
  { params: { failure: 'unheard-of' } },
  { params: { failure: 'toString' } },
])('a refusal without a code of the table is bad input: %j', (says) => {
  expect(
    codeOf(
      parse(
        z.string().refine(() => false, says),
        'text',
      ),
    ),
  ).toBe('bad-input')
})

test.each([
  ['a', 'name-too-short'],
  ['é'.repeat(33), 'name-too-long'],
  ['a\nb', 'bad-text'],
  ['Ada', 'ok'],
  ['李明', 'ok'],
])('the name %j is %s', (name, code) => {
  expect(codeOf(parse(guestJoin, { name }))).toBe(code)
})

test('a room needs a name; a topic is optional', () => {
  expect(codeOf(parse(roomCreate, { name: ' ' }))).toBe('room-name-empty')
  expect(codeOf(parse(roomCreate, { name: 'x'.repeat(81) }))).toBe('room-name-too-long')
  expect(parse(roomCreate, { name: 'plans' })).toMatchObject({ ok: true, value: { topic: '' } })
})

test('every failure that may be retried says when', () => {
  for (const row of Object.values(failures)) expect('retryAfterMs' in row).toBe(row.retryable)
})
