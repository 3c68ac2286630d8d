import { expect, test } from 'vitest'
import { limits } from './limits'
import { decodeRoomEvent, encodeRoomEvent } from './record'
import type { RoomEvent } from './room-event'

const event: RoomEvent = {
  kind: 'message',
  id: '01890000-0000-7000-8000-0000000000aa',
  roomId: '01890000-0000-7000-8000-000000000001',
  authorId: 'p1',
  authorName: 'Ada',
  body: 'hello',
  at: 1,
}
const record = (fields: Record<string, unknown>) => JSON.stringify({ v: 1, ...event, ...fields })

test('a decoded record equals the event it was made from', () => {
  expect(decodeRoomEvent(encodeRoomEvent(event))).toEqual({ kind: 'event', event })
})

test.each([
  ['a version above ours', record({ v: 2 }), 'version 2'],
  ['a kind that we do not know', record({ kind: 'poll', options: ['tea'] }), 'kind'],
  ['a field that we do not know', record({ replyTo: event.id }), 'field'],
])('%s is a newer record, and no broken one', (_what, value, reason) => {
  expect(decodeRoomEvent(value)).toEqual({ kind: 'newer', reason })
})

test.each([
  ['{', 'not JSON'],
  ['"text"', 'no version'],
  [record({ v: undefined }), 'no version'],
  [record({ v: '1' }), 'no version'],
  [record({ kind: undefined }), 'kind'],
  [record({ id: 'nonsense' }), 'id: '],
  // Broken and newer at once: no version writes such an id.
  [record({ id: 'nonsense', replyTo: event.id }), 'id: '],
])('the record %s is unreadable: %s', (value, reason) => {
  const decoded = decodeRoomEvent(value)
  expect(decoded).toMatchObject({ kind: 'unreadable' })
  expect(decoded).toHaveProperty('reason', expect.stringContaining(reason))
})

test('every problem of a record is named', () => {
  expect(decodeRoomEvent(record({ id: 'nonsense', at: -1 }))).toHaveProperty(
    'reason',
    expect.stringMatching(/^id: [^;]+; at: [^;]+$/),
  )
})

const longest = 'é'.repeat(limits.messageMaxPoints)

test.each<[string, Record<string, unknown>]>([
  ['body', { body: '' }],
  ['body', { kind: 'edit', messageId: event.id, body: '' }],
  ['body', { body: 'a'.repeat(400_000) }],
  ['body', { body: `${longest}é` }],
  ['body', { body: '漢'.repeat(limits.messageMaxPoints).concat('𝒜'.repeat(1_100)) }],
  ['body', { body: 'a\u0000b' }],
  ['body', { body: 'a\ud800' }],
  ['at', { at: Date.UTC(275_760, 8, 13) + 1 }],
  ['at', { at: 9_007_199_254_740_991 }],
  ['authorName', { authorName: 'a\u0000' }],
  ['authorName', { authorName: 'a'.repeat(limits.nameMaxPoints + 1) }],
  ['authorId', { authorId: 'a\u0000' }],
  ['emoji', { kind: 'reaction', body: undefined, messageId: event.id, on: true, emoji: 'a\u0000' }],
  ['emoji', { kind: 'reaction', body: undefined, messageId: event.id, on: true, emoji: 'a'.repeat(65) }],
])('a %s beyond the limits of a request is refused in a record too', (field, fields) => {
  const decoded = decodeRoomEvent(record(fields))
  expect(decoded).toMatchObject({ kind: 'unreadable' })
  expect(decoded).toHaveProperty('reason', expect.stringMatching(new RegExp(`^${field}: `)))
})

test('an event exactly at the limits is accepted', () => {
  expect(decodeRoomEvent(record({ body: longest, at: 8.64e15 }))).toMatchObject({ kind: 'event' })
})
