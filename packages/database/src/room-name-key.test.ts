import { expect, test } from 'vitest'
import { roomNameKey } from './room-name-key'

test.each([
  ['Plans', 'plans'],
  ['ＰＬＡＮＳ', 'plans'],
  ['  two   words ', 'two words'],
  ['Cafe\u0301', 'café'],
  ['ﬁle', 'file'],
])('%j is the same room as %j', (name, key) => {
  expect(roomNameKey(name)).toBe(key)
})

test('different letters are different rooms', () => {
  expect(roomNameKey('plan')).not.toBe(roomNameKey('plans'))
})
