/** A mutant without a visible effect. `where`: a part of `file:line: the line`. */
export interface KnownEquivalent {
  where: string
  /** Default: any change there. */
  change?: string
  why: string
}
