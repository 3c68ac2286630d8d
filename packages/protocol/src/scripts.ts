// UTS 39, 5.2, "highly restrictive", for each word: one script, or the scripts that Japanese, Chinese and Korean write
// together, which may stand with Latin letters. "Аda" with a Cyrillic А looks like "Ada"; "Аня Smith" is a real name.

const TOGETHER = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
]
/** The scripts that Unicode recommends for names (UAX 31, table 5), and the larger ones that it does not recommend. */
const ALONE = (
  'Arabic Armenian Bengali Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Hebrew Kannada Khmer Lao Malayalam ' +
  'Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan Adlam Canadian_Aboriginal Cherokee Coptic Javanese Lisu Mongolian ' +
  'Nko Syriac Tifinagh Vai Yi'
).split(' ')

const WORD = /[\p{L}\p{M}\p{N}\u200c\u200d]+/gu
/** Digits, accents and similar characters belong to every script. */
const ANY = '\\p{scx=Common}\\p{scx=Inherited}\\u200c\\u200d'
const ONE_ALPHABET = [...TOGETHER, ...ALONE.map((script) => [script])].map(
  (scripts) => new RegExp(`^[${scripts.map(membersOf).join('')}${ANY}]+$`, 'u'),
)
/** Scripts that hardly anybody writes today are not told from each other, only from all scripts above. */
const OTHER = new RegExp(`^[^${[...TOGETHER.flat(), ...ALONE].map(membersOf).join('')}]+$`, 'u')

export function isOneAlphabetPerWord(name: string): boolean {
  return (name.match(WORD) ?? []).every(
    (word) => ONE_ALPHABET.some((alphabet) => alphabet.test(word)) || OTHER.test(word),
  )
}

function membersOf(script: string): string {
  return `\\p{scx=${script}}`
}
