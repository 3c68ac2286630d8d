import { charactersOf } from '../message/characters'

/** Browsers take quadratic time to split a text into characters; a name is short. */
const MOST_UNITS = 100

/** One or two characters that stand for a name, as a person counts characters. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = firstCharacter(words[0] ?? '')
  const last = words.length > 1 ? firstCharacter(words.at(-1) ?? '') : ''
  return (first + last).toLocaleUpperCase() || '?'
}

// "@ada" and "(bob)" are known by their letter; a name of punctuation alone by its first sign.
function firstCharacter(word: string): string {
  const characters = [...charactersOf(word.slice(0, MOST_UNITS))]
  return (
    characters.find((character) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(character)) ??
    characters[0] ??
    ''
  )
}
