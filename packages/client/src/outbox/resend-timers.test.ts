import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createResendTimers } from './resend-timers'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('each operation is due once, at the moment that was set last; a stopped one is not', () => {
  const due: string[] = []
  const timers = createResendTimers((roomId, id) => due.push(`${roomId}/${id}`))
  timers.set('r', 'a', 100)
  timers.set('r', 'a', 200)
  timers.set('r', 'b', 150)
  timers.set('r', 'c', 150)
  timers.stop('c')
  timers.stop('never set')
  vi.advanceTimersByTime(199)
  expect(due).toEqual(['r/b'])
  vi.advanceTimersByTime(1)
  expect(due).toEqual(['r/b', 'r/a'])
  timers.set('r', 'a', 10)
  timers.set('s', 'd', 10)
  timers.stopAll()
  expect(vi.getTimerCount()).toBe(0)
})
