import type { RoomTail } from '@parley/delivery'
import { expect, test } from 'vitest'
import { createIsSequencing, createIsRecovering } from './recovery'

const tail = (recoveryBarrier: number | null) => ({ recoveryBarrier }) as RoomTail

test.each([
  [null, 0, false],
  [5, 4, true],
  [5, 5, false],
])(
  'with a recovery barrier at %s and %s stored a room is recovering: %s',
  async (recoveryBarrier, stored, expected) => {
    const isRecovering = createIsRecovering(async () => stored)
    expect(await isRecovering('room', tail(recoveryBarrier))).toBe(expected)
  },
)

test('without a barrier PostgreSQL is not asked', async () => {
  const isRecovering = createIsRecovering(() => Promise.reject(new Error('away')))
  expect(await isRecovering('room', tail(null))).toBe(false)
})

test('servers sequence if there is a head and no barrier; all that ask at once share one lookup', async () => {
  const asked: unknown[][] = []
  let found: RoomTail | null = null
  const isSequencing = createIsSequencing(
    { read: async (...args) => (asked.push(args), found) },
    async (_roomId, { recoveryBarrier }) => recoveryBarrier !== null,
  )
  expect(await Promise.all([isSequencing('room'), isSequencing('room'), isSequencing('other')])).toEqual([
    false,
    false,
    false,
  ])
  expect(asked).toEqual(['room', 'other'].map((roomId) => [roomId, Number.MAX_SAFE_INTEGER, 1]))
  found = tail(5)
  expect(await isSequencing('room')).toBe(false)
  found = tail(null)
  expect(await isSequencing('room')).toBe(true)
  expect(asked).toHaveLength(4)
})
