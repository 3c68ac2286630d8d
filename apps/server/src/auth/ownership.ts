import type { Database } from '@parley/database'
import { fail, ok, type Result } from '@parley/protocol'
import { accountLimits, type RecoveryLink } from '@parley/protocol/accounts'
import type { User } from '../socket/socket-types'
import type { Auth, SignedInPerson } from './better-auth'
import { hashLinkToken, makeLinkToken } from './link-token'
import type { PersonSessions } from './person-sessions'

const HOUR_MS = 3_600_000

/** The owner of the installation, and the links that only an owner makes. */
export interface Ownership {
  /** The link of the log makes this user the owner. */
  take(user: User, token: string): Promise<Result<null>>
  makeRecoveryLink(user: User, userName: string): Promise<Result<RecoveryLink>>
  /** Ends all other sessions of the person. */
  recover(recovery: { token: string; password: string }, userAgent: string): Promise<Result<SignedInPerson>>
}

export function createOwnership(parts: {
  auth: Pick<Auth, 'hashPassword'>
  accounts: Pick<Database['accounts'], 'role'>
  links: Database['oneTimeLinks']
  personSessions: PersonSessions
  publicUrl: string
  clock: () => number
}): Ownership {
  const { auth, accounts, links, personSessions, publicUrl, clock } = parts

  return {
    async take(user, token) {
      const taken = await links.takeOwnership(user.id, hashLinkToken(token))
      return taken === 'taken' ? ok(null) : fail(taken)
    },

    async makeRecoveryLink(user, userName) {
      if ((await accounts.role(user.id)) !== 'owner') return fail('not-the-owner')
      const token = makeLinkToken()
      const expiresAt = clock() + accountLimits.recoveryLinkHours * HOUR_MS
      const offer = { hash: hashLinkToken(token), expiresAt: new Date(expiresAt) }
      if (!(await links.offerRecovery({ ...offer, userName: userName.trim().toLowerCase() })))
        return fail('no-such-account')
      return ok({ link: linkTo(publicUrl, 'recover', token), expiresAt })
    },

    async recover({ token, password }, userAgent) {
      const passwordHash = await auth.hashPassword(password)
      const personId = await links.recover({ hash: hashLinkToken(token), passwordHash })
      if (!personId) return fail('link-used')
      await personSessions.endOthers(personId, [])
      return ok(await personSessions.start(personId, userAgent))
    },
  }
}

/** The token stands behind the #: no server and no proxy gets or logs it. */
export function linkTo(publicUrl: string, page: 'owner' | 'recover', token: string): string {
  return new URL(`/${page}#${token}`, publicUrl).href
}
