import { expect, test } from 'vitest'
import { roomKeys } from './keys'

test('all keys of a room carry one hash tag, and no two are the same', () => {
  const keys = Object.values(roomKeys('parley', '01890000-0000-7000-8000-000000000001'))
  for (const key of keys) expect(key).toMatch(/^parley:\{01890000-0000-7000-8000-000000000001\}:\w+$/)
  expect(new Set(keys).size).toBe(5)
})

test.for(['', 'a}b', '{a', 'a b'])('%j is no room id', (roomId) => {
  expect(() => roomKeys('parley', roomId)).toThrow(TypeError)
})
