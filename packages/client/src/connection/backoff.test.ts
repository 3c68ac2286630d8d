import { expect, test } from 'vitest'
import { RECONNECT, fullJitterMs, waitMs } from './backoff'

test('the wait doubles with each attempt, from 0.25 s up to 10 s', () => {
  const longest = [0, 1, 2, 3, 4, 5, 6, 60].map((attempt) => fullJitterMs(RECONNECT, attempt, () => 1))
  expect(longest).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000])
})

test('the whole range is used, so that many clients do not come back together', () => {
  expect(fullJitterMs(RECONNECT, 3, () => 0)).toBe(0)
  expect(fullJitterMs(RECONNECT, 3, () => 0.5)).toBe(1_000)
})

test('no client comes before the time that a server asked for', () => {
  expect(waitMs(RECONNECT, 0, 2_000, () => 0)).toBe(2_000)
})
