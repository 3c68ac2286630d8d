import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { fewMarks } from './few-marks'

const ACUTE = '\u0301'
const BELOW = '\u0316'
const joined = (mark: string, between: string, times: number) => `e${(mark + between).repeat(times)}`

test.each([
  ['above', 'e' + ACUTE.repeat(90), 'e' + ACUTE.repeat(6)],
  ['above and below', `e${(ACUTE + BELOW).repeat(40)}!`, `e${(ACUTE + BELOW).repeat(3)}!`],
  [
    'on each letter',
    `${'o' + ACUTE.repeat(20)}k${BELOW.repeat(20)}`,
    `${'o' + ACUTE.repeat(6)}k${BELOW.repeat(6)}`,
  ],
  ['around it', 'а' + '\u0489'.repeat(30), 'а' + '\u0489'.repeat(6)],
  ['in Thai', 'ก' + '็'.repeat(50), 'ก' + '็'.repeat(6)],
  ['in Arabic', 'ا' + 'ٌ'.repeat(50), 'ا' + 'ٌ'.repeat(6)],
  ['in Tibetan', 'ཀ' + '\u0fb5'.repeat(50), 'ཀ' + '\u0fb5'.repeat(10)],
  ['on nothing', ACUTE.repeat(50), ACUTE.repeat(6)],
  ['beyond 16 bits', 'e' + '\u{1E000}'.repeat(9), 'e' + '\u{1E000}'.repeat(6)],
])('of marks stacked %s the first few are shown', (_, text, shown) => {
  expect(fewMarks(text)).toBe(shown)
})

test.each([
  ['joiners', '\u200D'],
  ['spaces of no width', '\u200B'],
  ['joiners of graphemes', '\u034F'],
  ['selectors', '\uFE0F'],
])('%s between marks does not hide them', (_, between) => {
  expect(fewMarks(joined(ACUTE, between, 40)).replaceAll(between, '')).toBe('e' + ACUTE.repeat(6))
})

test.each([
  ['Vietnamese', 'Tiếng Việt, đường phố, nghĩa'.normalize('NFD')],
  ['Hebrew with points and cantillation', 'בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים וַיִּשָּׂ֨א'.normalize('NFD')],
  ['Arabic', 'ٱلَّذِينَ يُؤۡمِنُونَ بِٱللَّٰهِ'],
  ['Tibetan', 'བསྒྲུབས ཧཱུྃ ཧྐྵྨླྺྼྻྂ'],
  ['Thai', 'ที่นี่ น้ำ ผู้ใหญ่ กั๊ก'],
  ['Hindi', 'क्ष्म्य र्द्ध्र्य हिन्दी'],
  ['Sinhala', 'ශ්‍රී ක්‍ෂ'],
  ['Burmese', 'မြန်မာ ကျွန်ုပ်'],
  ['Tamil', 'ஸ்ரீ கொ'],
  ['a letter of five marks', 'ụ̈́̃̄'.normalize('NFD')],
  ['families, flags, keys and tones', '👩‍👩‍👧‍👦 👩🏽‍❤️‍💋‍👨🏿 🇩🇪 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏳️‍🌈 1️⃣ ❤️‍🔥'],
  ['selectors without end', '\uFE0F'.repeat(50)],
])('%s is shown as it was written', (_, text) => {
  expect(fewMarks(text)).toBe(text)
})

test.each([ACUTE, `a${ACUTE.repeat(6)}`, `${ACUTE}\u200D`, '\u200D', 'a', '\u{1E000}', '\uD800'])(
  '64 KiB of %j take no more than their length',
  (piece) => {
    const text = piece.repeat((64 * 1024) / piece.length)
    const shorten = () => fewMarks(text) + fewMarks(`a${text}!`)
    // Linear work takes a few milliseconds; the limit only ends work that would never end.
    expect(() => void runInNewContext('shorten()', { shorten }, { timeout: 10_000 })).not.toThrow()
  },
)
