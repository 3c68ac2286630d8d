import { expect, test } from 'vitest'
import { messagePointsLeft } from './message-body'
import { parse } from './parse'
import { pointsLeft, storedText, text } from './text'

const rules = {
  min: 1,
  max: 10,
  maxBytes: 24,
  tooShort: 'message-empty',
  tooLong: 'message-too-long',
} as const

test.each([
  ['a'.repeat(10), 'ok'],
  ['a'.repeat(11), 'message-too-long'],
  ['😀'.repeat(6), 'ok'],
  ['😀'.repeat(7), 'message-too-long'],
  ['漢'.repeat(8), 'ok'],
  ['漢'.repeat(9), 'message-too-long'],
  ['e\u0301'.repeat(10), 'ok'],
  [`  ${'a'.repeat(10)}  `, 'ok'],
  ['\u200b', 'message-empty'],
  ['a\nb', 'ok'],
  ['a\u0000', 'bad-text'],
])('of 10 points and 24 bytes %j is %s', (value, says) => {
  const parsed = parse(text(rules), value)
  expect(parsed.ok ? 'ok' : parsed.failure.code).toBe(says)
  expect(pointsLeft(value, rules) >= 0).toBe(says !== 'message-too-long')
})

test('a text of one line has no line break, and a text with several faults gets one refusal', () => {
  const line = text({ ...rules, singleLine: true })
  expect(parse(line, 'a\nb')).toMatchObject({ failure: { code: 'bad-text' } })
  expect(line.safeParse('\u0000').error?.issues).toHaveLength(1)
})

test.each([
  ['', 6],
  ['a', 5],
  ['漢'.repeat(7), 0],
  ['漢'.repeat(9), -1],
  ['a'.repeat(12), -2],
])('into 10 points and 24 bytes with %j fit %i more', (value, left) => {
  expect(pointsLeft(value, rules)).toBe(left)
})

test.each([
  ['\u0315\u0323'.repeat(50), 'ok'],
  ['\u0315\u0323'.repeat(50) + '\u0315', 'bad-text'],
  ['\u0315'.repeat(60) + 'e' + '\u0315'.repeat(60), 'ok'],
])(
  'more marks on one letter than any language has are refused, before they are sorted: e%s',
  (marks, says) => {
    const parsed = parse(text({ ...rules, max: 1_000, maxBytes: 4_000 }), `e${marks}`)
    expect(parsed.ok ? 'ok' : parsed.failure.code).toBe(says)
  },
)

test('a text that may be empty needs no visible character', () => {
  for (const value of ['', '  ', '\u200b'])
    expect(parse(text({ ...rules, min: 0 }), value)).toMatchObject({ ok: true })
})

test.each([
  ['a'.repeat(10), {}, true],
  ['a'.repeat(11), {}, false],
  ['😀'.repeat(10), {}, true],
  ['😀'.repeat(11), {}, false],
  ['a'.repeat(20), {}, false],
  ['😀'.repeat(6), { maxBytes: 24 }, true],
  ['😀'.repeat(7), { maxBytes: 24 }, false],
  [' e\u0301 ', {}, true],
  ['a\u0000', {}, false],
])('what was stored as %j is read within its limits %j: %s', (value, more, is) => {
  const read = storedText({ maxPoints: 10, ...more }).safeParse(value)
  expect(read.success).toBe(is)
  if (is) expect(read.data).toBe(value)
})

test.each([
  ['\u0000'.repeat(11), 'holds what cannot be stored'],
  ['😀'.repeat(11), 'too long'],
  ['😀'.repeat(7), 'too long'],
])('what was stored as %j is refused with one reason', (value, reason) => {
  const { error } = storedText({ maxPoints: 10, maxBytes: 24 }).safeParse(value)
  expect(error?.issues.map(({ message }) => message)).toEqual([reason])
})

test('the room left in a message is counted on the stored text', () => {
  expect(messagePointsLeft(' e\u0301 ')).toBe(3_999)
})
