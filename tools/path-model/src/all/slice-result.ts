/** What became of the mutants of one slice. */
export interface SliceResult {
  slice: string
  killed: number
  /** Known to change nothing that anybody could see. */
  equivalent: number
  survived: string[]
}
