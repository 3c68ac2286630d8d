import { limits, messagePointsLeft } from '@parley/protocol'

/** From here on it is worth knowing how much still fits. */
const NEAR = 200
/** What is stored has at most so many times the code units of what was typed: some letters are composed of three. */
const LONGER = 3

/** What to say of a text's length: nothing while there is room, else what is left or too much. */
export function formatLength(text: string): { say: string; isOver: boolean } | null {
  // Most texts need no counting.
  if (text.length * LONGER < limits.messageMaxPoints - NEAR) return null
  const left = messagePointsLeft(text)
  if (left > NEAR) return null
  return left < 0
    ? { say: `${(-left).toLocaleString()} characters too long.`, isOver: true }
    : { say: `${left.toLocaleString()} characters left.`, isOver: false }
}
