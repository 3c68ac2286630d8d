/** This machine, or whoever runs this, cannot make the fault. The scenario is then told as not played: no failure, and no success. */
export class NotPlayableError extends Error {
  override readonly name = 'NotPlayableError'
}
