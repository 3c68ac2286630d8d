import type { Failure } from '@parley/protocol'

export type LoginField = 'userName' | 'password'

/** The text under a field. A refusal that belongs to no field stands under the last one. */
export function failureOfField(failure: Failure | null, field: LoginField): string | undefined {
  if (!failure) return undefined
  const isOfUserName = failure.code.startsWith('user-name-') || failure.code === 'has-account'
  return isOfUserName === (field === 'userName') ? failure.say : undefined
}
