import { expect, test } from 'vitest'
import { roomKeys } from './keys'

test('all keys of a room have the same hash tag, and no two are equal', () => {
  const { room, old } = roomKeys('parley', '01890000-0000-7000-8000-000000000000')
  for (const key of [room, ...old])
    expect(key).toMatch(/^parley:\{01890000-0000-7000-8000-000000000000\}:\w+$/)
  expect(new Set([room, ...old]).size).toBe(5)
})

test.for(['', 'a}b', '{a', 'a b'])('%j is not a room id', (roomId) => {
  expect(() => roomKeys('parley', roomId)).toThrow(TypeError)
})
