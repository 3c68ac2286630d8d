/** The expected state was not reached; the message describes the found one. */
class NotShownError extends Error {
  override name = 'NotShownError'
}

export function expectThat(isSo: boolean, otherwise: string): asserts isSo {
  if (!isSo) throw new NotShownError(otherwise)
}
