import { expect, test } from 'vitest'
import { backoffMs, untilItWorks } from './until-it-works'

test('the wait doubles up to its ceiling and is never less than half of it', () => {
  const waits = [1, 2, 3, 10].map((attempt) => backoffMs({ firstMs: 100, mostMs: 400 }, attempt, () => 0))
  expect(waits).toEqual([50, 100, 200, 200])
  expect(backoffMs({ firstMs: 100, mostMs: 400 }, 3, () => 1)).toBe(400)
})

test('work is repeated until it works, and the listener decides when to give up', async () => {
  const backoff = { firstMs: 1, mostMs: 1 }
  const work = (attempt: number) =>
    attempt < 3 ? Promise.reject(new Error('away')) : Promise.resolve(attempt)
  await expect(untilItWorks(work, { backoff, onFailure: () => {} })).resolves.toBe(3)
  const giveUp = (cause: unknown) => {
    throw cause as Error
  }
  await expect(untilItWorks(work, { backoff, onFailure: giveUp })).rejects.toThrow('away')
})
