import type { Database } from '@parley/database'
import { fail, type Failure, type PersonId } from '@parley/protocol'
import type { Auth } from './better-auth'

/** Null when this is the person's password. */
export type CheckPassword = (
  personId: PersonId,
  password: string,
) => Promise<{ ok: false; failure: Failure } | null>

/** A signed-in person proves again who they are: a forgotten browser must not change the keys of the account. */
export function createCheckPassword(parts: {
  auth: Pick<Auth, 'isPassword'>
  accounts: Pick<Database['accounts'], 'credential'>
}): CheckPassword {
  const { auth, accounts } = parts
  return async function checkPassword(personId, password) {
    const credential = await accounts.credential(personId)
    if (!credential) return fail('needs-account')
    return (await auth.isPassword(password, credential.passwordHash)) ? null : fail('wrong-password')
  }
}
