import { getHeapStatistics } from 'node:v8'
import { createLogger } from '@parley/service'
import { expect, onTestFinished, test, vi } from 'vitest'
import { settings } from '../config'
import { createCollect, openLoad, watchForOverload, type Load } from './overload'

const limits = { loopDelayMs: 2_000, heapShare: 0.8 }
const calm = { loopDelayMs: 5, heapShare: 0.3 }

/** `live`: the used memory after a collection, if there is garbage. */
function watch(live?: number) {
  vi.useFakeTimers()
  let load: Load = calm
  let collected = 0
  const watching = watchForOverload({
    limits,
    readLoad: () => ({ ...load }),
    collect() {
      collected += 1
      if (live !== undefined) load = { ...load, heapShare: live }
    },
    nowMs: () => Date.now(),
    logger: createLogger('server', 'fatal'),
  })
  onTestFinished(async () => {
    await watching.close()
    vi.useRealTimers()
  })
  return {
    overloads: watching.overloads,
    collected: () => collected,
    after(seconds: number, next: Load) {
      load = next
      vi.advanceTimersByTime(seconds * 1_000)
      return watching.overloads()
    },
  }
}

test('an event loop that was blocked once is overload at the next check, and ends after three calm ones', () => {
  const { after } = watch()
  expect(after(5, calm)).toEqual([])
  expect(after(1, { ...calm, loopDelayMs: 10_000 })).toEqual(['loopDelayMs'])
  expect(after(2, calm)).toEqual(['loopDelayMs'])
  expect(after(1, calm)).toEqual([])
})

test('a load near the limit does not end the overload, and a relapse starts the count again', () => {
  const { after } = watch()
  after(1, { ...calm, heapShare: 0.81 })
  expect(after(20, { ...calm, heapShare: 0.75 })).toEqual(['heapShare'])
  after(2, calm)
  after(1, { ...calm, heapShare: 0.9 })
  expect(after(2, calm)).toEqual(['heapShare'])
  expect(after(1, calm)).toEqual([])
})

test('the limit itself is overload, and nine tenths of it is not calm', () => {
  const { after } = watch()
  expect(after(1, limits)).toEqual(['loopDelayMs', 'heapShare'])
  expect(after(20, { loopDelayMs: 1_800, heapShare: 0.7 })).toEqual(['loopDelayMs'])
})

test('a heap near its limit is collected now and then until it is calm, and otherwise never', () => {
  const { after, collected } = watch()
  after(120, { ...calm, loopDelayMs: 9_000 })
  expect(collected()).toBe(0)
  after(1, { ...calm, heapShare: limits.heapShare })
  expect(collected()).toBe(1)
  after(123, { ...calm, heapShare: 0.75 })
  expect(collected()).toBe(4)
})

test('garbage alone is no overload: the heap is collected first', () => {
  const { after, collected } = watch(0.5)
  after(60, calm)
  expect(after(1, { ...calm, heapShare: 0.85 })).toEqual([])
  expect(collected()).toBe(1)
})

test('a heap that fills again before the next allowed collection is full until then', () => {
  const { after, collected } = watch(0.5)
  after(60, calm)
  after(1, { ...calm, heapShare: 0.85 })
  expect(after(10, { ...calm, heapShare: 0.85 })).toEqual(['heapShare'])
  expect(after(25, { ...calm, heapShare: 0.85 })).toEqual([])
  expect(collected()).toBe(2)
})

test('the limit is reached before V8 ends the process, from 80 % on', () => {
  expect(settings.shape.OVERLOAD_HEAP_SHARE.parse(undefined)).toBeLessThan(0.8)
})

test('the load of a process covers the time since the last reading', async () => {
  const load = openLoad('')
  onTestFinished(load.close)
  await new Promise((resolve) => setTimeout(resolve, 250))
  load.read()
  block(700)
  const { loopDelayMs, heapShare } = load.read()
  expect(loopDelayMs).toBeGreaterThan(400)
  expect(heapShare).toBeGreaterThan(0)
  expect(heapShare).toBeLessThan(1)
  // Each check sees some ticks.
  const isCalm = () => expect(load.read().loopDelayMs).toBeLessThan(100)
  await vi.waitFor(isCalm, { interval: 250, timeout: 10_000 })
})

test('a pause that is over when the load is read counts, too', async () => {
  const load = openLoad('')
  onTestFinished(load.close)
  block(700)
  await new Promise((resolve) => setTimeout(resolve, 1)) // after the tick that was due meanwhile
  expect(load.read().loopDelayMs).toBeGreaterThan(400)
})

/** Blocks the event loop for this time. */
function block(ms: number) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

test('garbage is not in use after a collection', () => {
  const collect = createCollect()
  const held: unknown[] = Array.from({ length: 2e6 }, (_, i) => ({ i }))
  const load = openLoad('')
  onTestFinished(load.close)
  collect()
  const before = load.read().heapShare
  expect(held.length).toBe(2e6)
  held.length = 0
  collect()
  const freedBytes = (before - load.read().heapShare) * getHeapStatistics().heap_size_limit
  expect(freedBytes).toBeGreaterThan(20e6)
})
