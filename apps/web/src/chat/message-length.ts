import { countPoints, limits } from '@parley/protocol'

/** From here on it is worth knowing how much still fits. */
const NEAR = 200

/** What to say of a text's length: nothing while there is room, else what is left or too much. */
export function sayLength(text: string): { say: string; isOver: boolean } | null {
  // Never fewer code points than half the code units: most texts need no counting.
  if (text.length < limits.messageMaxPoints - NEAR) return null
  const left = limits.messageMaxPoints - countPoints(text.trim())
  if (left > NEAR) return null
  return left < 0
    ? { say: `${(-left).toLocaleString()} characters too long.`, isOver: true }
    : { say: `${left.toLocaleString()} characters left.`, isOver: false }
}
