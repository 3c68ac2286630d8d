import { expect, test } from 'vitest'
import { sayLength } from './message-length'

test('a length is mentioned only near its limit, counted as a person counts', () => {
  expect(sayLength('a'.repeat(3_000))).toBe(null)
  expect(sayLength('😀'.repeat(3_000))).toBe(null)
  expect(sayLength('a'.repeat(3_900))).toEqual({ say: '100 characters left.', isOver: false })
  expect(sayLength('😀'.repeat(4_000))).toEqual({ say: '0 characters left.', isOver: false })
  expect(sayLength('a'.repeat(4_001))).toEqual({ say: '1 characters too long.', isOver: true })
})
