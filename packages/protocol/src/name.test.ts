import { expect, test } from 'vitest'
import { parse } from './parse'
import { guestJoin, roomCreate } from './rest-requests'

function nameOf(name: string): string {
  const joined = parse(guestJoin, { name })
  return joined.ok ? joined.value.name : joined.failure.code
}

test.each([
  ['two Braille blanks', '\u2800\u2800', 'name-too-short'],
  ['Hangul fillers', '\u3164\u3164\u115f', 'name-too-short'],
  ['combining marks alone', '\u0301\u0301', 'name-too-short'],
  ['variation selectors and tags', '\ufe0f\u{e0041}\u{e0042}', 'name-too-short'],
  ['a zero-width space behind', 'Ada\u200b', 'Ada'],
  ['a soft hyphen and a word joiner', 'A\u00adda\u2060', 'Ada'],
  ['a turned direction', 'A\u202enimda', 'Animda'],
  ['isolates and marks of direction', '\u2067Ada\u2069\u200f', 'Ada'],
  ['a Braille blank behind', 'Ada\u2800', 'Ada'],
  ['odd and many spaces', ' Ada\u3000 \u00a0Lovelace ', 'Ada Lovelace'],
  ['a joiner between Latin letters', 'A\u200dd\u200ca', 'Ada'],
  ['a joiner that nothing shows, between Arabic letters', '\u062f\u200c\u0627\u0631', '\u062f\u0627\u0631'],
  ['a space of no width between Arabic letters', '\u0628\u200b\u0628', '\u0628\u0628'],
  ['a joiner before a virama, with no letter before', '\u200d\u094dकक', '\u094dकक'],
  ['a joiner behind the last virama', 'कक्\u200c', 'कक्'],
  ['wide letters', 'Ａｄａ', 'Ada'],
  ['mathematical letters', '𝐀𝐝𝐚', 'Ada'],
  ['a Cyrillic А among Latin letters', 'Аda', 'name-mixes-alphabets'],
  ['a Greek ο among Latin letters', 'Bοb', 'name-mixes-alphabets'],
  ['a Cherokee Ꭺ among Latin letters', 'Ꭺda', 'name-mixes-alphabets'],
  ['an Armenian օ among Latin letters', 'Bօb', 'name-mixes-alphabets'],
  ['a Coptic letter among Greek ones', 'Αⲁα', 'name-mixes-alphabets'],
])('%s', (_what, name, becomes) => {
  expect(nameOf(name)).toBe(becomes)
})

test.each([
  'Zoë Müller-Lüdenscheidt',
  "Siobhán O'Hara",
  'Nguyễn Thị Minh',
  'Jürgen 3rd',
  'Аня Smith',
  'Ελένη',
  'Андрій',
  '李明',
  '山田 太郎',
  'きゃりーぱみゅぱみゅ',
  'Tシャツ先生',
  'ラーメン二郎',
  '김민준',
  'K팝 팬',
  '陳小明 ㄅㄆㄇ',
  'محمد علی',
  'می\u200cخواهم',
  'שלמה',
  'राधा कृष्ण',
  'क्\u200dष',
  'শ্রী',
  'র\u200d্যাব',
  'ශ්\u200dරී',
  'தமிழ்',
  'ไทยแลนด์',
  'ქეთი',
  'Հայկ',
  'አበበ',
  'Ada 👩‍🚀',
  '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} Alba',
  '❤️ & ☕',
  '🇩🇪👍🏽',
  '™️ and ‼️',
  '42',
])('%j is a valid name, unchanged', (name) => {
  expect(nameOf(name.normalize('NFC'))).toBe(name.normalize('NFC'))
})

test('room names follow the same rules', () => {
  const roomOf = (name: string) => {
    const made = parse(roomCreate, { name })
    return made.ok ? made.value.name : made.failure.code
  }
  expect(roomOf('\u2800')).toBe('room-name-empty')
  expect(roomOf('Gen\u200beral ')).toBe('General')
  expect(roomOf('Gеneral')).toBe('name-mixes-alphabets')
})

test('long and hostile text is answered fast', () => {
  const beginning = ['a\u200d', 'क्\u200d', 'Аa', '\u0301a', '👩‍', ' \u2800'].map((part) =>
    part.repeat(10_000),
  )
  for (const text of beginning) expect(nameOf(text)).toMatch(/^name-/)
})
