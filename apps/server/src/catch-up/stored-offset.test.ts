import { expect, test } from 'vitest'
import { createStoredOffset, createWhenStored } from './stored-offset'

test('the stored part of a room is the stored part of its partition', async () => {
  const storedOffset = createStoredOffset(
    { next: async (partition) => partition * 100 },
    { partitionOf: (roomId) => roomId.length },
  )
  expect(await storedOffset('room')).toBe(400)
})

test('it waits until the whole log is stored, six seconds at most', async () => {
  const waits: number[] = []
  let stored = 7
  const whenStored = createWhenStored({
    storedOffset: async () => stored++,
    eventLog: { end: async (partition) => partition, partitionOf: () => 9 },
    sleep: async (ms) => waits.push(ms),
  })
  expect(await whenStored('room')).toBe(true)
  expect(waits.splice(0)).toEqual([250, 500])
  stored = -100
  expect(await whenStored('room')).toBe(false)
  expect(waits).toEqual([250, 500, 750, 1_000, 1_000, 1_000, 1_000])
})
