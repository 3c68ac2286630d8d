import { expect, test } from 'vitest'
import { replaceOnce } from './replace-once'

test('a line that stands once is replaced literally', () => {
  expect(replaceOnce('a b c', { from: 'b', to: '$&' })).toBe('a $& c')
})

test.each(['a c', 'b b'])('in "%s" it is an error', (text) => {
  expect(() => replaceOnce(text, { from: 'b', to: '' })).toThrow('not once')
})
