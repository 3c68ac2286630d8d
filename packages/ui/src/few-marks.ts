/** More than any language stacks on one letter outside of Tibet. */
const MOST_MARKS = 6
/** Tibetan writes whole letters as marks under a letter. */
const MOST_MARKS_IN_TIBETAN = 10

/**
 * Includes invisible characters between marks: a joiner would begin a new run, although the marks still stand on the same
 * letter.
 */
const MARKS_IN_A_ROW = /[\p{M}\p{Default_Ignorable_Code_Point}]+/gu
/** Marks above or below their letter; a spacing mark takes its own place in the line. */
const STACKS = /(?!\p{Default_Ignorable_Code_Point})[\p{Mn}\p{Me}]/u
const TIBETAN = /\p{Script=Tibetan}/u

/**
 * The shown form of a text: only the first few marks of each letter, because more would paint over other lines. Joiners,
 * selectors and tags stay, so emoji do. The stored, edited and sent text keeps all; a copy from the page has the shown
 * form.
 */
export function fewMarks(text: string): string {
  return text.replace(MARKS_IN_A_ROW, (run) => (run.length > MOST_MARKS ? firstFew(run) : run))
}

function firstFew(run: string): string {
  let left = TIBETAN.test(run) ? MOST_MARKS_IN_TIBETAN : MOST_MARKS
  let kept = ''
  for (const point of run) if (!STACKS.test(point) || left-- > 0) kept += point
  return kept
}
