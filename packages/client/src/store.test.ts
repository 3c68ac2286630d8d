import { expect, test, vi } from 'vitest'
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

test('a snapshot never changes', () => {
  const store = createStore({ a: 1, b: { deep: true } })
  const before = store.get()
  store.set({ a: 2 })
  expect(before).toEqual({ a: 1, b: { deep: true } })
  expect(store.get().b).toBe(before.b)
})
