// Texts that people wrote for each other cost no more than their length: none of them may hold up whoever reads it.
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { messageBody } from './message-body'
import { emoji } from './message-changes'
import { isOneEmoji } from './one-emoji'
import { personName, roomName } from './rest'

const UNITS = 64 * 1024
/** Linear work on 64 KiB takes a few milliseconds; this only ends work that would never end. Milliseconds. */
const HANGS_AFTER_MS = 10_000

const repeated = [
  'a',
  ' ',
  '\n',
  '😀',
  '👩\u200D',
  '🇩🇪',
  '1\uFE0F\u20E3',
  'e\u0301',
  '\u0315\u0323',
  '\u200B',
  '\uD800',
]
const texts = repeated.flatMap((piece) => {
  const many = piece.repeat(UNITS / piece.length)
  return [many, `${many}!`, `!${many}`]
})

test.each(Object.entries({ messageBody, personName, roomName, emoji }))(
  '%s reads 64 KiB of any repetition in linear time',
  (_, schema) => {
    expect(() => runInTime(() => texts.map((text) => schema.safeParse(text).success))).not.toThrow()
  },
)

test('whether a text is one emoji is found out in linear time', () => {
  expect(runInTime(() => texts.some((text) => isOneEmoji(text)))).toBe(false)
})

test('more marks on one letter than any language has are refused, before they are sorted', () => {
  expect(messageBody.safeParse(`e${'\u0315\u0323'.repeat(50)}`).success).toBe(true)
  expect(messageBody.safeParse(`e${'\u0315\u0323'.repeat(500)}`).success).toBe(false)
})

function runInTime<T>(work: () => T): T {
  return runInNewContext('work()', { work }, { timeout: HANGS_AFTER_MS }) as T
}
