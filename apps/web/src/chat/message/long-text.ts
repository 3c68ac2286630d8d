/** A text of more lines than this is shown in part. */
const MOST_LINES = 20
/** As many characters as a line of the text column has, about. */
const LINE_UNITS = 70
/** To hide less than this would save nothing. */
const SPARE_LINES = 4

/** Whether a text takes so many lines that it would push what others said out of sight. */
export function isLongText(text: string): boolean {
  let lines = 0
  for (const line of text.split('\n')) {
    lines += Math.max(1, Math.ceil(line.length / LINE_UNITS))
    if (lines > MOST_LINES + SPARE_LINES) return true
  }
  return false
}
