import { expect, test } from 'vitest'
import { isFewEmoji } from './few-emoji'

test.each(['👍', '👩‍👩‍👧', '🇩🇪🇫🇷', '❤️ 🎉', '👍🏽', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿 🤷🏽‍♀️'])('%s is shown large', (text) => {
  expect(isFewEmoji(text)).toBe(true)
})

test.each(['', '1', 'ok 👍', '©', '👍👍👍👍👍👍', '12'])('%s is not', (text) => {
  expect(isFewEmoji(text)).toBe(false)
})

test('a row of emoji with a word after it is recognized at once', () => {
  expect(isFewEmoji('😀'.repeat(30) + 'a')).toBe(false)
  expect(isFewEmoji('😀'.repeat(49) + 'a')).toBe(false)
})
