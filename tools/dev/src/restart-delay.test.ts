import { expect, test } from 'vitest'
import { countCrashes, restartDelayMs } from './restart-delay'

test('the first restart is immediate, then the wait doubles up to 16 s', () => {
  expect([1, 2, 3, 4, 5, 6, 7].map(restartDelayMs)).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000, 16_000])
})

test('a service that ran well for half a minute starts the count again', () => {
  expect(countCrashes(0, 10)).toBe(1)
  expect(countCrashes(3, 29_999)).toBe(4)
  expect(countCrashes(3, 30_000)).toBe(1)
})
