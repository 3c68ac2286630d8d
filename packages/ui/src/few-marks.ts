/** More than any language stacks on one letter outside of Tibet. */
const MOST_MARKS = 6
/** Tibetan writes whole letters as marks under a letter. */
const MOST_MARKS_IN_TIBETAN = 10

/** With what nobody sees between them: joiners there would begin a new run, and the marks still stand on the same letter. */
const MARKS_IN_A_ROW = /[\p{M}\p{Default_Ignorable_Code_Point}]+/gu
/** What stands above or below its letter; what follows it takes its own place in the line. */
const STACKS = /(?!\p{Default_Ignorable_Code_Point})[\p{Mn}\p{Me}]/u
const TIBETAN = /\p{Script=Tibetan}/u

/**
 * A text to be shown: of the marks on one letter the first few, because more paint over the lines around. Joiners, selectors
 * and tags stay, so emoji do. What is stored, edited and sent stays as it is; what is copied from the page is what is seen.
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
