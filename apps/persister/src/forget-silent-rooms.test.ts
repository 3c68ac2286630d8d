import { createLogger } from '@parley/service'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { forgetSilentRooms } from './forget-silent-rooms'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('once a minute silent rooms are forgotten, also after an outage of Redis, until the end', async () => {
  let asked = 0
  const forgetting = forgetSilentRooms(
    { forgetStored: () => (++asked === 1 ? Promise.reject(new Error('away')) : Promise.resolve()) },
    createLogger('persister', 'fatal'),
  )
  await vi.advanceTimersByTimeAsync(59_999)
  expect(asked).toBe(0)
  await vi.advanceTimersByTimeAsync(60_001)
  expect(asked).toBe(2)
  await forgetting.close()
  await vi.advanceTimersByTimeAsync(120_000)
  expect(asked).toBe(2)
})
