import { expect, test } from 'vitest'
import { caretAfter } from './caret'

test.each([
  ['a letter more at the end', 'hell', 'hello', 2, 2],
  ['a word more before it', 'world', 'hello world', 3, 9],
  ['a word less before it', 'hello world', 'world', 9, 3],
  ['at the end of a text that grows', 'hell', 'hello', 4, 5],
  ['in a field that was empty', '', 'hello', 0, 5],
  ['the text is gone', 'hello', '', 3, 0],
  ['another text', 'abc', 'xyz', 2, 2],
])('%s', (_, before, after, caret, expected) => {
  expect(caretAfter(before, after, caret)).toBe(expected)
})
