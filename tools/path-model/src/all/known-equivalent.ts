/** A mutant that changes nothing which anybody could see. `where`: a part of `file:line: the line`. */
export interface KnownEquivalent {
  where: string
  /** Left out: whatever is changed there. */
  change?: string
  why: string
}
