import { expect, test } from 'vitest'
import { isLongText } from './long-text'

test.each([
  ['a word', 'a', false],
  ['24 lines', 'a\n'.repeat(23), false],
  ['2,000 lines', '\n'.repeat(1_999), true],
  ['4,000 letters in a row', 'a'.repeat(4_000), true],
])('%s', (_, text, isLong) => {
  expect(isLongText(text)).toBe(isLong)
})
