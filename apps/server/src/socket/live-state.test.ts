import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLiveState } from './live-state'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('an outage of Redis and its end are told at the next check, once each, until the end', async () => {
  let isLive = true
  const told: unknown[] = []
  const liveState = createLiveState({ isLive: () => isLive, tell: (state) => told.push(state) })
  const look = (live: boolean) => {
    isLive = live
    vi.advanceTimersByTime(1_000)
    return told.splice(0)
  }
  expect([true, false, false, true, true].map(look)).toEqual([
    [],
    [{ delayed: true }],
    [],
    [{ delayed: false }],
    [],
  ])
  await liveState.close()
  expect(look(false)).toEqual([])
})
