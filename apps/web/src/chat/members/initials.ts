import { charactersOf } from '../message/characters'

/** To tell all characters of a text apart takes browsers the square of its length; a name is short. */
const MOST_UNITS = 100

/** One or two characters, as a person sees characters, that stand for a name. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = firstCharacter(words[0] ?? '')
  const last = words.length > 1 ? firstCharacter(words.at(-1) ?? '') : ''
  return (first + last).toLocaleUpperCase() || '?'
}

// "@ada" and "(bob)" are known by their letter; a name of nothing but signs by its first sign.
function firstCharacter(word: string): string {
  const characters = [...charactersOf(word.slice(0, MOST_UNITS))]
  return (
    characters.find((character) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(character)) ??
    characters[0] ??
    ''
  )
}
