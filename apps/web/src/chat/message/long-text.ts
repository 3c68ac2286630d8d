/** A text of more lines than this is collapsed. */
const MOST_LINES = 20
/** About the number of characters in one line of the text column. */
const LINE_UNITS = 70
/** Hiding fewer lines than this would save nothing. */
const SPARE_LINES = 4

/** Whether a text is so long that it would push other messages out of sight. */
export function isLongText(text: string): boolean {
  let lines = 0
  for (const line of text.split('\n')) {
    lines += Math.max(1, Math.ceil(line.length / LINE_UNITS))
    if (lines > MOST_LINES + SPARE_LINES) return true
  }
  return false
}
