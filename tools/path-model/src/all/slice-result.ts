/** The result of one slice's mutants. */
export interface SliceResult {
  slice: string
  killed: number
  /** Known to have no visible effect. */
  equivalent: number
  survived: string[]
}
