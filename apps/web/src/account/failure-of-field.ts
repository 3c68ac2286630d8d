import type { Failure } from '@parley/protocol'

export type LoginField = 'userName' | 'password'

/** What to say under a field. A refusal that is of none of them stands under the last one. */
export function failureOfField(failure: Failure | null, field: LoginField): string | undefined {
  if (!failure) return undefined
  const isOfUserName = failure.code.startsWith('user-name-') || failure.code === 'has-account'
  return isOfUserName === (field === 'userName') ? failure.say : undefined
}
