import { messageBody, parse } from '@parley/protocol'
import { expect, test } from 'vitest'
import { formatLength } from './message-length'

test('a length is shown only near its limit, counted as a person counts', () => {
  expect(formatLength('a'.repeat(3_000))).toBe(null)
  expect(formatLength('😀'.repeat(3_000))).toBe(null)
  expect(formatLength('a'.repeat(3_900))).toEqual({ say: '100 characters left.', isOver: false })
  expect(formatLength('😀'.repeat(4_000))).toEqual({ say: '0 characters left.', isOver: false })
  expect(formatLength('a'.repeat(4_001))).toEqual({ say: '1 characters too long.', isOver: true })
})

test.each([
  ['1,500 Hangul syllables in NFD', '한'.normalize('NFD').repeat(1_500)],
  ['4,000 letters with a combining accent', 'e\u0301'.repeat(4_000)],
  ['one letter too many, all with an accent', 'e\u0301'.repeat(4_001)],
  ['1,400 letters that NFC makes three of', '\ufb2c'.repeat(1_400)],
  ['2,001 letters that NFC makes two of', '\u0958'.repeat(2_001)],
  ['4,000 emoji, and spaces that are trimmed', `  ${'😀'.repeat(4_000)}\n\n`],
])('%s are too long here exactly where they are for a server', (_what, text) => {
  expect(formatLength(text)?.isOver ?? false).toBe(!parse(messageBody, text).ok)
})
