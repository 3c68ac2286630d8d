import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchForResumed } from './sends-resumed'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('that messages are accepted again is told at the next check, once, until the end', async () => {
  let takesMessages = true
  const told: unknown[] = []
  const resumed = watchForResumed({
    takesMessages: () => takesMessages,
    tell: (said) => told.push(said),
  })
  const look = (takes: boolean) => {
    takesMessages = takes
    vi.advanceTimersByTime(100)
    return told.splice(0)
  }
  expect([true, false, false, true, true].map(look)).toEqual([[], [], [], [{ withinMs: 500 }], []])
  look(false)
  await resumed.close()
  expect(look(true)).toEqual([])
})
