import { expect, test } from 'vitest'
import { decodeRoomEvent, encodeRoomEvent, type RoomEvent } from './room-event'

const event: RoomEvent = {
  kind: 'message',
  id: '01890000-0000-7000-8000-0000000000aa',
  roomId: '01890000-0000-7000-8000-000000000001',
  authorId: 'p1',
  authorName: 'Ada',
  body: 'hello',
  at: 1,
}

test('a record reads back as the event it was made from', () => {
  expect(decodeRoomEvent(encodeRoomEvent(event))).toEqual({ ok: true, event })
})

test.each([
  ['{', 'not JSON'],
  ['"text"', 'unknown version'],
  [JSON.stringify({ ...event, v: 2 }), 'unknown version'],
  [JSON.stringify({ v: 1, ...event, kind: 'shout' }), 'kind'],
  [JSON.stringify({ v: 1, ...event, id: 'nonsense' }), 'id'],
])('the record %s is refused: %s', (value, reason) => {
  const decoded = decodeRoomEvent(value)
  expect(decoded.ok ? 'ok' : decoded.reason).toContain(reason)
})
