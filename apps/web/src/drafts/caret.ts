/**
 * The position of a caret after another tab replaced the text: beside the same characters, if they exist; at the end it
 * stays at the end.
 */
export function caretAfter(before: string, after: string, caret: number): number {
  if (caret === before.length) return after.length
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before[start] === after[start]) start++
  if (caret <= start) return caret
  let end = 0
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++
  const fromEnd = before.length - caret
  return fromEnd <= end ? after.length - fromEnd : Math.min(caret, after.length - end)
}
