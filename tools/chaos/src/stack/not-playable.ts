/**
 * This machine or this user cannot make the fault. The scenario is then reported as not played: neither a failure nor a
 * success.
 */
export class NotPlayableError extends Error {
  override readonly name = 'NotPlayableError'
}
