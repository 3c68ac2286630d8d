import { limits, messagePointsLeft } from '@parley/protocol'

/** From here on the remaining length is shown. */
const NEAR = 200
/** The stored text has at most this many times the code units of the typed text: some letters decompose into three. */
const LONGER = 3

/** The sentence about a text's length: null while there is room, else how much is left or too much. */
export function formatLength(text: string): { say: string; isOver: boolean } | null {
  // Most texts need no counting.
  if (text.length * LONGER < limits.messageMaxPoints - NEAR) return null
  const left = messagePointsLeft(text)
  if (left > NEAR) return null
  return left < 0
    ? { say: `${(-left).toLocaleString()} characters too long.`, isOver: true }
    : { say: `${left.toLocaleString()} characters left.`, isOver: false }
}
