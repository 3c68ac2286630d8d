import { expect, test } from 'vitest'
import { createBacklog } from './backlog'

function makeBacklog() {
  const state = { now: 5_000, unstored: 10 as number | Error, counted: 0 }
  const backlog = createBacklog({
    most: 10,
    async countUnstored() {
      state.counted += 1
      if (state.unstored instanceof Error) throw state.unstored
      return state.unstored
    },
    nowMs: () => state.now,
  })
  return { ...backlog, state }
}

test('a room is full at the limit, and counted again once a second', async () => {
  const { note, isFull, state } = makeBacklog()
  expect(await isFull('room')).toBe(false)
  note('room', 9)
  expect(await isFull('room')).toBe(false)
  note('room', 10)
  expect([await isFull('room'), await isFull('other')]).toEqual([true, false])
  state.now += 999
  expect(await isFull('room')).toBe(true)
  expect(state.counted).toBe(0)
  state.now += 1
  expect(await Promise.all([isFull('room'), isFull('room')])).toEqual([true, true])
  expect(state.counted).toBe(1)
  state.now += 1_000
  state.unstored = 9
  expect([await isFull('room'), await isFull('room')]).toEqual([false, false])
  expect(state.counted).toBe(2)
})

test('a room that cannot be counted stays full; a half empty one is no longer checked', async () => {
  const { note, isFull, state } = makeBacklog()
  note('room', 12)
  state.now += 1_000
  state.unstored = new Error('away')
  expect(await isFull('room')).toBe(true)
  note('room', 4)
  expect(await isFull('room')).toBe(false)
})
