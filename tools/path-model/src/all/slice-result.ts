/** The result of a run over mutants of one slice. */
export interface SliceResult {
  slice: string
  killed: number
  /** Known to have no visible effect. */
  equivalent: number
  survived: string[]
  /** Mutants on the page whose code no longer exists. */
  gone: number
}
