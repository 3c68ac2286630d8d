import type { Database } from '@parley/database'
import { fail, failure, ok, type Failure, type PersonId, type Result } from '@parley/protocol'
import type { SecondFactorSecret } from '@parley/protocol/accounts'
import type { User } from '../socket/socket-types'
import type { CheckPassword } from './check-password'
import { hashRecoveryCode } from './recovery-codes'
import { createSeal } from './seal'
import { makeTotpSecret, stepOfCode, totpUri } from './totp'

/** The codes of an authenticator app, which signing in wants after the password. */
export interface SecondFactor {
  /** Null where signing in may go on: this person has no second factor, or the code is right and is used now. */
  check(personId: PersonId, code: string | undefined): Promise<{ ok: false; failure: Failure } | null>
  begin(user: User, password: string): Promise<Result<SecondFactorSecret>>
  confirm(user: User, code: string): Promise<Result<null>>
  turnOff(user: User, password: string): Promise<Result<null>>
}

export function createSecondFactor(parts: {
  secondFactors: Database['secondFactors']
  accounts: Pick<Database['accounts'], 'get'>
  checkPassword: CheckPassword
  /** Null when one more code may be tried for this person, else the milliseconds to wait. */
  allowCode: (personId: PersonId) => Promise<number | null>
  publicUrl: string
  secret: string
  clock: () => number
}): SecondFactor {
  const { secondFactors, accounts, checkPassword, allowCode, publicUrl, secret, clock } = parts
  const { seal, open } = createSeal(secret)

  async function check(personId: PersonId, code: string | undefined) {
    const factor = await secondFactors.get(personId)
    if (!factor?.isConfirmed) return null
    if (!code) return fail('needs-code')
    const tooFast = await refuseTries(personId)
    if (tooFast) return tooFast
    const isRight =
      (await useCode(personId, factor.sealedSecret, code)) ||
      (await secondFactors.useRecoveryCode(personId, hashRecoveryCode(code, secret)))
    return isRight ? null : fail('wrong-code')
  }

  async function useCode(personId: PersonId, sealedSecret: string, code: string): Promise<boolean> {
    const step = stepOfCode(code, open(sealedSecret), clock())
    return step !== null && secondFactors.use(personId, step)
  }

  async function refuseTries(personId: PersonId) {
    const waitMs = await allowCode(personId)
    return waitMs === null
      ? null
      : { ok: false as const, failure: failure('too-fast', { retryAfterMs: waitMs }) }
  }

  return {
    check,

    async begin(user, password) {
      const refused = await checkPassword(user.id, password)
      if (refused) return refused
      const made = makeTotpSecret()
      if (!(await secondFactors.propose(user.id, seal(made)))) return fail('has-second-factor')
      const account = await accounts.get(user.id)
      return ok({ secret: made, uri: totpUri(made, account?.userName ?? user.name, new URL(publicUrl).host) })
    },

    async confirm({ id }, code) {
      const factor = await secondFactors.get(id)
      if (!factor) return fail('wrong-code')
      if (factor.isConfirmed) return fail('has-second-factor')
      const tooFast = await refuseTries(id)
      if (tooFast) return tooFast
      return (await useCode(id, factor.sealedSecret, code)) ? ok(null) : fail('wrong-code')
    },

    async turnOff({ id }, password) {
      const refused = await checkPassword(id, password)
      if (refused) return refused
      await secondFactors.remove(id)
      return ok(null)
    },
  }
}
