import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLiveState } from './live-state'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('when Redis goes away and when it is back is told at the next look, once each, until the end', async () => {
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
