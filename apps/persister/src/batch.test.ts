import { encodeRoomEvent, type RoomEvent } from '@parley/protocol'
import { expect, test } from 'vitest'
import { readBatch } from './batch'

const event: RoomEvent = {
  kind: 'message',
  id: '01890000-0000-7000-8000-0000000000aa',
  roomId: '01890000-0000-7000-8000-000000000001',
  authorId: 'ada',
  authorName: 'Ada',
  body: 'hello',
  at: 1,
}
const value = encodeRoomEvent(event)

test('a repeated record counts once, and the first under an id is the one that was said', () => {
  const copy = encodeRoomEvent({ ...event, authorId: 'mallory', body: 'not hello' })
  const { events, repeats, poison } = readBatch([
    { offset: 1, key: event.roomId, value },
    { offset: 2, key: event.roomId, value },
    { offset: 3, key: event.roomId, value: copy },
  ])
  expect(events).toEqual([{ event, record: value }])
  expect(repeats).toBe(2)
  expect(poison).toEqual([])
})

test('what can never be an event is poison, with its reason, and the rest goes on', () => {
  const { events, poison } = readBatch([
    { offset: 1, key: event.roomId, value: '{' },
    { offset: 2, key: 'elsewhere', value },
    { offset: 3, key: event.roomId, value },
  ])
  expect(events).toHaveLength(1)
  expect(poison.map(({ offset, reason }) => [offset, reason])).toEqual([
    [1, 'not JSON'],
    [2, 'the key is not the room'],
  ])
})
