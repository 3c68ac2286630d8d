/**
 * Removes a rule from a text. Throws if the line does not stand exactly once: a mutant without a change would seem
 * uncaught, and one that changes two places is not the named one.
 */
export function replaceOnce(text: string, { from, to }: { from: string; to: string }): string {
  const found = text.split(from).length - 1
  if (found !== 1) throw new Error(`"${from}" stands there ${found} times, not once`)
  return text.replace(from, () => to)
}
