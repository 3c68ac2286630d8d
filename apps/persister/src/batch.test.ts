import { encodeRoomEvent, type RoomEvent } from '@parley/protocol'
import { expect, test } from 'vitest'
import { eventsOf, readStretch, type Stretch } from './batch'

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
const newer = JSON.stringify({ ...JSON.parse(value), kind: 'poll' })

function stretchOf(...records: { key?: string; value: string }[]): Stretch {
  return {
    partition: 3,
    generation: 1,
    from: 1,
    next: 1 + records.length,
    records: records.map(({ key = event.roomId, value }, i) => ({ offset: i + 1, key, value })),
  }
}

const read = (stretch: Stretch, isGivenUp = (_partition: number, _offset: number) => false) =>
  readStretch(stretch, isGivenUp)

test('a repeated record counts once, and the first under an id is the one that was said', () => {
  const copy = encodeRoomEvent({ ...event, authorId: 'mallory', body: 'not hello' })
  const { records } = read(stretchOf({ value }, { value }, { value: copy })).read
  expect(records.map(({ kind }) => kind)).toEqual(['event', 'repeat', 'repeat'])
  expect(records[0]).toMatchObject({ event, value, offset: 1 })
})

test('what can never be an event is poison, with its reason, and the rest goes on', () => {
  const { records } = read(stretchOf({ value: '{' }, { key: 'elsewhere', value }, { value })).read
  expect(records).toMatchObject([
    { kind: 'poison', offset: 1, reason: 'not JSON' },
    { kind: 'poison', offset: 2, reason: 'the key is not the room' },
    { kind: 'event', offset: 3 },
  ])
})

test('a stretch is read up to the first record of a newer version, which is no poison', () => {
  const stretch = stretchOf({ value }, { value: newer }, { value: '{' })
  const { read: part, newer: found } = read(stretch)
  expect(part).toMatchObject({ from: 1, next: 2, records: [{ kind: 'event', offset: 1 }] })
  expect(found).toEqual({ offset: 2, reason: 'kind' })
  expect(eventsOf(3, stretch.records).map(({ offset }) => offset)).toEqual([1])
})

test('an operator may give up a record that says it is newer, and no other one', () => {
  const stretch = stretchOf({ value }, { value: newer })
  const all = read(stretch, () => true)
  expect(all.newer).toBeNull()
  expect(all.read.records).toMatchObject([
    { kind: 'event' },
    { kind: 'poison', reason: 'given up by an operator' },
  ])
  expect(read(stretch, (partition, offset) => partition === 4 && offset === 2).newer).not.toBeNull()
})
