import { encodeRoomEvent, type RoomEvent } from '@parley/protocol'
import { expect, test } from 'vitest'
import { type PartitionBatch } from './partition-batch'
import { eventsOf, readBatch } from './read-batch'

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

function batchOf(...records: { key?: string; value: string }[]): PartitionBatch {
  return {
    partition: 3,
    fencingToken: 1,
    baseOffset: 1,
    nextOffset: 1 + records.length,
    records: records.map(({ key = event.roomId, value }, i) => ({ offset: i + 1, key, value })),
  }
}

const read = (batch: PartitionBatch, isGivenUp = (_partition: number, _offset: number) => false) =>
  readBatch(batch, isGivenUp)

test('a repeated record counts once, and the first one under an id counts', () => {
  const copy = encodeRoomEvent({ ...event, authorId: 'mallory', body: 'not hello' })
  const { records } = read(batchOf({ value }, { value }, { value: copy })).read
  expect(records.map(({ kind }) => kind)).toEqual(['event', 'duplicate', 'duplicate'])
  expect(records[0]).toMatchObject({ event, value, offset: 1 })
})

test('a record that can never be an event is poison, with its reason, and the rest continues', () => {
  const { records } = read(batchOf({ value: '{' }, { key: 'elsewhere', value }, { value })).read
  expect(records).toMatchObject([
    { kind: 'poison', offset: 1, reason: 'not JSON' },
    { kind: 'poison', offset: 2, reason: 'the key is not the room' },
    { kind: 'event', offset: 3 },
  ])
})

test('a batch is read up to the first record of a newer version, which is not poison', () => {
  const batch = batchOf({ value }, { value: newer }, { value: '{' })
  const { read: part, newer: found } = read(batch)
  expect(part).toMatchObject({ baseOffset: 1, nextOffset: 2, records: [{ kind: 'event', offset: 1 }] })
  expect(found).toEqual({ offset: 2, reason: 'kind' })
  expect(eventsOf(3, batch.records).map(({ offset }) => offset)).toEqual([1])
})

test('an operator may give up a record of a newer version, and no other one', () => {
  const batch = batchOf({ value }, { value: newer })
  const all = read(batch, () => true)
  expect(all.newer).toBeNull()
  expect(all.read.records).toMatchObject([
    { kind: 'event' },
    { kind: 'poison', reason: 'given up by an operator' },
  ])
  expect(read(batch, (partition, offset) => partition === 4 && offset === 2).newer).not.toBeNull()
})
