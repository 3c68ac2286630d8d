import { expect, onTestFinished, test, vi } from 'vitest'
import { createStore } from './store'

test('listeners are told only of changes, until they unsubscribe', () => {
  const store = createStore({ a: 1, b: 1 })
  const listener = vi.fn()
  const leave = store.subscribe(listener)
  store.set({ a: 1 })
  expect(listener).toHaveBeenCalledTimes(0)
  store.set({ a: 2 })
  expect(listener).toHaveBeenCalledTimes(1)
  leave()
  store.set({ a: 3 })
  expect(listener).toHaveBeenCalledTimes(1)
})

test('a listener that breaks stops no other: its error is reported afterwards', () => {
  const reported: (() => void)[] = []
  vi.stubGlobal('queueMicrotask', (report: () => void) => reported.push(report))
  onTestFinished(() => void vi.unstubAllGlobals())
  const store = createStore({ a: 1, b: 1 })
  const listener = vi.fn()
  store.subscribe(() => {
    throw new Error('a bug of a screen')
  })
  store.subscribe(listener)
  store.set({ a: 1, b: 2 })
  expect([listener.mock.calls.length, reported.length]).toEqual([1, 1])
  expect(reported[0]).toThrow('a bug of a screen')
})

test('a snapshot never changes', () => {
  const store = createStore({ a: 1, b: { deep: true } })
  const before = store.get()
  store.set({ a: 2 })
  expect(before).toEqual({ a: 1, b: { deep: true } })
  expect(store.get().b).toBe(before.b)
})
