// Names identify people and rooms: two names must not look the same. One function cleans both kinds.
import * as z from 'zod/mini'
import { everyEmoji } from './one-emoji'
import { isOneAlphabetPerWord } from './scripts'
import { refusal, text } from './text'
import type { FailureCode } from './failures'

/** A name of a person or a room. */
export function name(rules: { min: number; max: number; tooShort: FailureCode; tooLong: FailureCode }) {
  return text({ ...rules, singleLine: true, clean: cleanName }).check(
    z.refine(isOneAlphabetPerWord, refusal('name-mixes-alphabets')),
  )
}

/**
 * The stored form of a name. Letters take their plain form (NFKC), invisible characters and direction marks are removed,
 * and runs of spaces become one. Emoji stay whole.
 */
export function cleanName(value: string): string {
  let cleaned = ''
  let from = 0
  for (const { 0: emoji, index } of value.matchAll(everyEmoji)) {
    cleaned += cleanLetters(value.slice(from, index)) + emoji
    from = index + emoji.length
  }
  cleaned += cleanLetters(value.slice(from))
  return cleaned.replace(SPACES, ' ').trim().normalize('NFC')
}

// U+2800, a Braille pattern without dots, looks like a space but is not one.
const SPACES = /[\p{White_Space}\u2800]+/gu
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\ufff9-\ufffb]/gu

function cleanLetters(value: string): string {
  const plain = value.normalize('NFKC')
  return plain.replace(UNSEEN, (unseen, at: number) => (isNeeded(unseen, plain, at) ? unseen : ''))
}

/** Some scripts write with joiners (UAX 31, 2.3): Persian between letters that join, Indic ones at a virama. */
function isNeeded(unseen: string, whole: string, at: number): boolean {
  if (unseen !== ZWNJ && unseen !== ZWJ) return false
  const near = [...whole.slice(Math.max(0, at - LOOK), at)]
  const before = near.at(-1) ?? ''
  const letter = near.findLast((point) => !MARK.test(point)) ?? ''
  const [after = ''] = whole.slice(at + 1, at + 3)
  const afterVirama = VIRAMA.test(before) && LETTER.test(after)
  if (unseen === ZWJ) return afterVirama || (LETTER.test(before) && VIRAMA.test(after))
  return afterVirama || (JOINS_NEXT.test(letter) && JOINS.test(after))
}

const ZWNJ = '\u200c'
const ZWJ = '\u200d'
/** How many code units before a joiner are examined: a letter with its marks. */
const LOOK = 8
const LETTER = /\p{L}/u
const MARK = /\p{M}/u
/** The signs that remove the vowel from a consonant. */
const VIRAMA =
  /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u0f84\u1039\u103a\u17d2\u1a60\u1b44\u1baa\u1bab\ua806\ua8c4\ua953\ua9c0\uaaf6\uabed]/u
const JOINS = /^[\p{scx=Arabic}\p{scx=Syriac}\p{scx=Mongolian}\p{scx=Nko}\p{scx=Adlam}]/u
/** Without the letters after which nothing joins anyway: a joiner there would change nothing visible. */
const JOINS_NEXT =
  /^(?![\u0621-\u0625\u0627\u0629\u062f-\u0632\u0648\u0671-\u0673\u0675-\u0677\u0688-\u0699\u06c0\u06c3-\u06cb\u06cd\u06cf\u06d2\u06d3\u06d5])[\p{scx=Arabic}\p{scx=Syriac}\p{scx=Mongolian}\p{scx=Nko}\p{scx=Adlam}]/u
