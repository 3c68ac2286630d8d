/** What was to be shown is not so; the message says what is. */
class NotShownError extends Error {
  override name = 'NotShownError'
}

export function expectThat(isSo: boolean, otherwise: string): asserts isSo {
  if (!isSo) throw new NotShownError(otherwise)
}
