import type { SequencedEvent, SyncAnswer } from '@parley/protocol'
import { expect, test } from 'vitest'
import { fitAnswer, isUsedUp } from './sync-budget'

const roomId = '01890000-0000-7000-8000-000000000001'
const said = (seq: number): SequencedEvent => ({
  seq,
  epoch: 1,
  event: {
    kind: 'message',
    id: `m${seq}`,
    roomId,
    authorId: 'a',
    authorName: 'A',
    body: 'x'.repeat(100),
    at: 1,
  },
})
const missed: SyncAnswer = { kind: 'events', roomId, epoch: 1, seq: 5, events: [3, 4, 5].map(said) }

function fit(budget: { events: number; bytes: number }) {
  const heads: unknown[] = []
  return { answer: fitAnswer(missed, budget, (head) => heads.push(head)), budget, heads }
}

test('an answer that fits is whole, and taken from the budget', () => {
  const { answer, budget, heads } = fit({ events: 10, bytes: 10_000 })
  expect(answer).toBe(missed)
  expect(budget.events).toBe(7)
  expect(budget.bytes).toBeLessThan(9_700)
  expect(heads).toEqual([])
})

test.each([
  ['events', { events: 2, bytes: 10_000 }],
  ['bytes', { events: 10, bytes: 300 }],
])('what has too many %s ends there, and the client is told how far the room goes', (_which, budget) => {
  const { answer, heads } = fit(budget)
  expect(answer).toMatchObject({ kind: 'events', seq: 4 })
  expect(heads).toEqual([{ roomId, epoch: 1, seq: 5 }])
  expect(isUsedUp(budget)).toBe(true)
})

test('with nothing left a room is told to ask again at once, unless it missed nothing', () => {
  const empty = { events: 0, bytes: 0 }
  expect(fit(empty).answer).toEqual({ kind: 'later', roomId, retryAfterMs: 0 })
  const nothing: SyncAnswer = { ...missed, events: [] }
  expect(fitAnswer(nothing, empty, () => {})).toBe(nothing)
})

test.each([
  [1, 1, false],
  [0, 1, true],
  [1, 0, true],
])('with %d events and %d bytes left, that nothing fits is %s', (events, bytes, expected) => {
  expect(isUsedUp({ events, bytes })).toBe(expected)
})
