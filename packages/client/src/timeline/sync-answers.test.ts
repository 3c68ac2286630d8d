import { expect, test } from 'vitest'
import { failure, type Cursor, type SyncAnswer } from '@parley/protocol'
import { cursorPages, readSyncAnswers } from './sync-answers'

const cursor = (roomId: string): Cursor => ({ roomId, epoch: 7, seq: 20 })
const asked = [cursor('a'), cursor('b')]

test('all cursors are sent in pages of 500', () => {
  const cursors = Array.from({ length: 1_001 }, (_, i) => cursor(`${i}`))
  const pages = cursorPages(cursors)
  expect(pages.map((page) => page.length)).toEqual([500, 500, 1])
  expect(pages.flat()).toEqual(cursors)
  expect(cursorPages([])).toEqual([])
})

test('each room gets its own outcome; a missing one is requested again', () => {
  const events: SyncAnswer = { kind: 'events', roomId: 'a', epoch: 7, seq: 21, events: [] }
  expect(readSyncAnswers(asked, { kind: 'done', value: { rooms: [events] } })).toEqual([
    events,
    { kind: 'retry', roomId: 'b', afterMs: 0 },
  ])
})

test('"later" is requested again after the given time', () => {
  const rooms = asked.map(({ roomId }) => ({ kind: 'later' as const, roomId, retryAfterMs: 500 }))
  expect(readSyncAnswers(asked, { kind: 'done', value: { rooms } })).toEqual([
    { kind: 'retry', roomId: 'a', afterMs: 500 },
    { kind: 'retry', roomId: 'b', afterMs: 500 },
  ])
})

test('after a refusal or without an answer every room is requested again', () => {
  expect(readSyncAnswers(asked, { kind: 'unanswered' }).map(({ kind }) => kind)).toEqual(['retry', 'retry'])
  expect(readSyncAnswers(asked, { kind: 'refused', failure: failure('too-fast') })[0]).toEqual({
    kind: 'retry',
    roomId: 'a',
    afterMs: 1_000,
  })
})
