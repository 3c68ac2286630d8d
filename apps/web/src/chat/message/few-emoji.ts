import { isOneEmoji } from '@parley/protocol'
import { charactersOf } from './characters'

const FEW = 5
/** Room for a few of the longest emoji, with spaces. */
const MOST_UNITS = 100

/**
 * A text of only a few emoji is shown larger. Reads character by character: a regular expression would try them in every
 * grouping.
 */
export function isFewEmoji(text: string): boolean {
  if (text.length > MOST_UNITS) return false
  let count = 0
  for (const character of charactersOf(text)) {
    if (character.trim() === '') continue
    count++
    if (count > FEW || !isOneEmoji(character)) return false
  }
  return count > 0
}
