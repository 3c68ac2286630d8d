import { failure } from '@parley/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Answer, Ask } from '../connection/answer'
import { createReadMarks } from './read-marks'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const DONE: Answer<unknown> = { kind: 'done', value: { seq: 1 } }

/** Marks of a person whose server gives these answers in turn, and then accepts. */
function makeMarks(...answers: Answer<unknown>[]) {
  const state = { isOnline: true }
  const told: string[] = []
  const ask = ((event: string, { roomId, seq }: { roomId: string; seq: number }) => {
    told.push(`${event} ${roomId} ${seq}`)
    return Promise.resolve(answers.shift() ?? DONE)
  }) as unknown as Ask
  const marks = createReadMarks({ ask, isOnline: () => state.isOnline })
  const after = async (ms: number) => (await vi.advanceTimersByTimeAsync(ms), told.splice(0))
  return { ...marks, state, after }
}

test('a mark that rises is reported half a second later, the last of each room once', async () => {
  const { mark, after } = makeMarks()
  mark('r', 5)
  mark('s', 7)
  expect(await after(400)).toEqual([])
  mark('r', 6)
  mark('r', 4)
  expect(await after(99)).toEqual([])
  expect(await after(1)).toEqual(['read:mark r 6', 'read:mark s 7'])
  mark('r', 6)
  expect(await after(1_000)).toEqual([])
  mark('r', 7)
  expect(await after(500)).toEqual(['read:mark r 7'])
})

test('without a connection it waits for one; with a new one all are reported again', async () => {
  const { mark, connected, state, after } = makeMarks()
  connected()
  expect(vi.getTimerCount()).toBe(0)
  state.isOnline = false
  mark('r', 5)
  expect(await after(5_000)).toEqual([])
  state.isOnline = true
  connected()
  expect(await after(500)).toEqual(['read:mark r 5'])
  connected()
  connected()
  expect(await after(500)).toEqual(['read:mark r 5'])
})

test.each<[title: string, answer: Answer<unknown>, againAfterMs: number | null]>([
  ['no answer', { kind: 'unanswered' }, 500],
  [
    'a refusal for so long',
    { kind: 'refused', failure: failure('too-fast', { retryAfterMs: 3_000 }) },
    3_000,
  ],
  ['a refusal for a moment', { kind: 'refused', failure: failure('too-fast', { retryAfterMs: 3 }) }, 500],
  ['a refusal for good', { kind: 'refused', failure: failure('not-a-member') }, null],
])('after %s', async (_title, answer, againAfterMs) => {
  const { mark, after } = makeMarks(answer)
  mark('r', 5)
  expect(await after(500)).toHaveLength(1)
  if (againAfterMs === null) return expect(await after(60_000)).toEqual([])
  expect(await after(againAfterMs - 1)).toEqual([])
  expect(await after(1)).toEqual(['read:mark r 5'])
})

test('nothing is reported for a person who has left, even if an answer was on its way', async () => {
  const { mark, clear, after } = makeMarks({ kind: 'unanswered' })
  mark('r', 5)
  clear()
  expect(vi.getTimerCount()).toBe(0)
  mark('r', 5)
  vi.advanceTimersByTime(500)
  clear()
  expect(await after(5_000)).toEqual(['read:mark r 5'])
})
