import type { Database, PasskeyRow } from '@parley/database'
import { fail, ok, type Result } from '@parley/protocol'
import { accountLimits, type Passkey } from '@parley/protocol/accounts'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server'
import type { User } from '../socket/socket-types'
import type { SignedInPerson } from './better-auth'
import type { CheckPassword } from './check-password'
import { hashLinkToken } from './link-token'
import type { PersonSessions } from './person-sessions'

const VALID_MS = 5 * 60_000
/** The device checks its user: a passkey is two factors in one, and needs no code after it. */
const userVerification = 'required'

type Options = Record<string, unknown>

/** Passkeys of people with an account. Each challenge works once, for the session or the browser that asked for it. */
export interface Passkeys {
  begin(user: User, password: string | undefined): Promise<Result<Options>>
  add(user: User, passkey: { name: string; response: Options }): Promise<Result<Passkey>>
  list(user: User): Promise<Passkey[]>
  remove(user: User, id: string): Promise<Result<null>>
  /** `browser`: the secret of a cookie that names the browser until it has a session. */
  beginSignIn(browser: string): Promise<Options>
  signIn(browser: string, response: Options, userAgent: string): Promise<Result<SignedInPerson>>
}

export function createPasskeys(parts: {
  passkeys: Database['passkeys']
  challenges: Database['challenges']
  accounts: Pick<Database['accounts'], 'get' | 'credential'>
  checkPassword: CheckPassword
  personSessions: PersonSessions
  publicUrl: string
  allowedOrigins: readonly string[]
  clock: () => number
}): Passkeys {
  const { passkeys, challenges, accounts, checkPassword, personSessions, publicUrl, clock } = parts
  const rpID = new URL(publicUrl).hostname
  const expectedOrigin = parts.allowedOrigins.filter((origin) => isUnder(new URL(origin).hostname, rpID))
  const expected = { expectedOrigin, expectedRPID: rpID, requireUserVerification: true }

  const keep = (key: string, value: string) =>
    challenges.keep({ key, value, expiresAt: new Date(clock() + VALID_MS) })

  return {
    async begin(user, password) {
      if (user.isGuest) return fail('needs-account')
      const refused = (await accounts.credential(user.id)) && (await checkPassword(user.id, password ?? ''))
      if (refused) return refused
      const known = await passkeys.ofPerson(user.id)
      if (known.length >= accountLimits.passkeysPerPerson) return fail('too-many-passkeys')
      const account = await accounts.get(user.id)
      const options = await generateRegistrationOptions({
        rpName: 'Parley',
        rpID,
        userID: new TextEncoder().encode(user.id),
        userName: account?.userName ?? user.name,
        userDisplayName: user.name,
        attestationType: 'none',
        excludeCredentials: known.map(({ id }) => ({ id })),
        authenticatorSelection: { residentKey: 'required', userVerification },
      })
      await keep(`passkey:${user.sessionId}`, options.challenge)
      return ok({ ...options })
    },

    async add(user, { name, response }) {
      const expectedChallenge = await challenges.take(`passkey:${user.sessionId}`)
      if (!expectedChallenge) return fail('wrong-passkey')
      const verified = await verifyRegistrationResponse({
        response: response as unknown as RegistrationResponseJSON,
        expectedChallenge,
        ...expected,
      }).catch(() => null) // whatever is wrong with it: the answer is the same
      if (!verified?.verified) return fail('wrong-passkey')
      const { id, publicKey, counter, transports = [] } = verified.registrationInfo.credential
      const added = await passkeys.add({ id, personId: user.id, publicKey, counter, transports, name })
      return added ? ok(shown(added)) : fail('wrong-passkey')
    },

    async list(user) {
      return (await passkeys.ofPerson(user.id)).map(shown)
    },

    async remove(user, id) {
      return (await passkeys.remove(user.id, id)) ? ok(null) : fail('no-such-passkey')
    },

    async beginSignIn(browser) {
      const options = await generateAuthenticationOptions({ rpID, userVerification })
      await keep(`passkey-sign-in:${hashLinkToken(browser)}`, options.challenge)
      return { ...options }
    },

    async signIn(browser, response, userAgent) {
      const expectedChallenge = await challenges.take(`passkey-sign-in:${hashLinkToken(browser)}`)
      const known = expectedChallenge && (await passkeys.get(String(response.id)))
      if (!known) return fail('wrong-passkey')
      const { id, publicKey, counter, personId } = known
      const verified = await verifyAuthenticationResponse({
        response: response as unknown as AuthenticationResponseJSON,
        expectedChallenge,
        ...expected,
        credential: { id, publicKey, counter },
      }).catch(() => null)
      if (!verified?.verified) return fail('wrong-passkey')
      if (!(await passkeys.used(id, verified.authenticationInfo.newCounter))) return fail('wrong-passkey')
      return ok(await personSessions.start(personId, userAgent))
    },
  }
}

/** A passkey of example.org also works on its subdomains. */
function isUnder(hostname: string, rpID: string): boolean {
  return hostname === rpID || hostname.endsWith(`.${rpID}`)
}

function shown({ id, name, createdAt, lastUsedAt }: PasskeyRow): Passkey {
  return { id, name, createdAt: createdAt.getTime(), lastUsedAt: lastUsedAt?.getTime() ?? null }
}
