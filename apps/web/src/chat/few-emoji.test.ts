import { expect, test } from 'vitest'
import { isFewEmoji } from './few-emoji'

test.each(['👍', '👩‍👩‍👧', '🇩🇪🇫🇷', '❤️ 🎉', '👍🏽', '1️⃣'])('%s is shown large', (text) => {
  expect(isFewEmoji(text)).toBe(true)
})

test.each(['', '1', 'ok 👍', '©', '👍👍👍👍👍👍', '12'])('%s is not', (text) => {
  expect(isFewEmoji(text)).toBe(false)
})
