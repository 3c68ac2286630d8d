/**
 * Takes a rule out of a text. Throws where the line does not stand exactly once: a mutant that changes nothing would seem to be
 * caught by nothing, and one that changes two places is not the one that is named.
 */
export function replaceOnce(text: string, { from, to }: { from: string; to: string }): string {
  const found = text.split(from).length - 1
  if (found !== 1) throw new Error(`"${from}" stands there ${found} times, not once`)
  return text.replace(from, () => to)
}
