import { ok, person as personSchema, type Person, type Result } from '@parley/protocol'
import {
  account,
  accountCreated,
  oidcBegun,
  passkey,
  passkeyList,
  passkeyOptions,
  recoveryCodes,
  recoveryLink,
  secondFactorSecret,
  sessionList,
  signInWays,
  type Account,
  type Passkey,
  type RecoveryLink,
  type SecondFactorSecret,
  type Session as AccountSession,
  type SignInWays,
} from '@parley/protocol/accounts'
import type { Rest } from './connection/rest'
import { checkCookie } from './session'

/** WebAuthn's own options and answers, as JSON. */
type WebAuthn = Record<string, unknown>

interface Login {
  userName: string
  password: string
}

/** A person's actions on their account. Passwords are sent and not kept. */
export interface AccountApi {
  /**
   * Makes an account: for the signed-in guest, who stays the same person with the same rooms and history, otherwise for a
   * new person of this `name`. The recovery codes are returned only here.
   */
  create: (login: Login & { name?: string }) => Promise<Result<{ person: Person; recoveryCodes: string[] }>>
  /** `code`: of the authenticator app, or a recovery code, where the answer without it was `needs-code`. */
  signIn: (login: Login & { code?: string }) => Promise<Result<Person>>
  /** Sets a new password with a recovery code and signs in; all other sessions end. */
  recover: (recovery: Login & { code: string; secondCode?: string }) => Promise<Result<Person>>
  /** A guest may, too. Everybody sees the new name; messages keep the name under which they were written. */
  rename: (name: string) => Promise<Result<Person>>
  get: () => Promise<Result<Account>>
  /** All other sessions end. */
  changePassword: (passwords: { current: string; password: string }) => Promise<Result<null>>
  /** The codes before are void. */
  renewRecoveryCodes: (password: string) => Promise<Result<string[]>>
  /** The secret for an authenticator app, which counts when a code confirms it. */
  beginSecondFactor: (password: string) => Promise<Result<SecondFactorSecret>>
  confirmSecondFactor: (code: string) => Promise<Result<null>>
  turnOffSecondFactor: (password: string) => Promise<Result<null>>
  passkeys: () => Promise<Result<Passkey[]>>
  /** The options for `navigator.credentials.create`. `password`: of people who have one. */
  beginPasskey: (password?: string) => Promise<Result<WebAuthn>>
  /** `response`: what the browser returned, as JSON. */
  addPasskey: (passkey: { name: string; response: WebAuthn }) => Promise<Result<Passkey>>
  removePasskey: (id: string) => Promise<Result<null>>
  /** The options for `navigator.credentials.get`. */
  beginPasskeySignIn: () => Promise<Result<WebAuthn>>
  signInWithPasskey: (response: WebAuthn) => Promise<Result<Person>>
  signInWays: () => Promise<Result<SignInWays>>
  /** The address at which the provider asks the person; it sends the browser back. */
  beginOidc: () => Promise<Result<string>>
  /** Becomes the owner of the installation, with the token of the link that a server logged. */
  takeOwnership: (token: string) => Promise<Result<null>>
  /** As the owner: a link with which this person sets a new password, once. */
  makeRecoveryLink: (userName: string) => Promise<Result<RecoveryLink>>
  /** Sets a new password with the token of such a link and signs in; all other sessions end. */
  recoverByLink: (recovery: { token: string; password: string }) => Promise<Result<Person>>
  /** The newest first. */
  sessions: () => Promise<Result<AccountSession[]>>
  endSession: (sessionId: string) => Promise<Result<null>>
  endOtherSessions: () => Promise<Result<null>>
}

export function createAccount({
  rest,
  whoIsSignedIn,
  become,
  reconnect,
}: {
  rest: Rest
  whoIsSignedIn: () => Person | null
  /** Called before the caller gets the answer. */
  become: (person: Person) => Promise<void>
  reconnect: () => void
}): AccountApi {
  async function create({ name, ...login }: Login & { name?: string }) {
    const answer = whoIsSignedIn()
      ? await rest.post('/account', login, accountCreated)
      : await rest.post('/accounts', { ...login, name }, accountCreated)
    if (!answer.ok) return answer
    const known = await enter(answer.value.person)
    return known.ok ? answer : known
  }

  async function enter(person: Person): Promise<Result<Person>> {
    const entered = await checkCookie(rest, person)
    if (!entered.ok) return entered
    const before = whoIsSignedIn()
    await become(person)
    // A connection belongs to the person that its handshake named.
    if (before && before.id !== person.id) reconnect()
    return entered
  }

  async function enterBy(path: string, body: object): Promise<Result<Person>> {
    const answer = await rest.post(path, body, personSchema)
    return answer.ok ? enter(answer.value) : answer
  }

  async function optionsOf(path: string, body: object): Promise<Result<WebAuthn>> {
    const answer = await rest.post(path, body, passkeyOptions)
    return answer.ok ? ok(answer.value.options) : answer
  }

  async function rename(name: string): Promise<Result<Person>> {
    const answer = await rest.post('/me/name', { name }, personSchema)
    if (answer.ok) await become(answer.value)
    return answer
  }

  return {
    create,
    signIn: (login) => enterBy('/sign-in', login),
    recover: (recovery) => enterBy('/recover', recovery),
    rename,
    get: () => rest.get('/account', account),
    changePassword: (passwords) => rest.post('/account/password', passwords, null),
    async renewRecoveryCodes(password) {
      const answer = await rest.post('/account/recovery-codes', { password }, recoveryCodes)
      return answer.ok ? ok(answer.value.recoveryCodes) : answer
    },
    beginSecondFactor: (password) => rest.post('/account/second-factor', { password }, secondFactorSecret),
    confirmSecondFactor: (code) => rest.post('/account/second-factor/confirm', { code }, null),
    turnOffSecondFactor: (password) => rest.post('/account/second-factor/off', { password }, null),
    async passkeys() {
      const answer = await rest.get('/passkeys', passkeyList)
      return answer.ok ? ok(answer.value.passkeys) : answer
    },
    beginPasskey: (password) => optionsOf('/passkeys/begin', { password }),
    addPasskey: (made) => rest.post('/passkeys', made, passkey),
    removePasskey: (id) => rest.post(`/passkeys/${encodeURIComponent(id)}/remove`, {}, null),
    beginPasskeySignIn: () => optionsOf('/passkey-sign-in/begin', {}),
    signInWithPasskey: (response) => enterBy('/passkey-sign-in', { response }),
    signInWays: () => rest.get('/sign-in-ways', signInWays),
    async beginOidc() {
      const answer = await rest.post('/oidc/begin', {}, oidcBegun)
      return answer.ok ? ok(answer.value.url) : answer
    },
    takeOwnership: (token) => rest.post('/owner', { token }, null),
    makeRecoveryLink: (userName) => rest.post('/recovery-links', { userName }, recoveryLink),
    recoverByLink: (recovery) => enterBy('/recover-by-link', recovery),
    async sessions() {
      const answer = await rest.get('/sessions', sessionList)
      return answer.ok ? ok(answer.value.sessions) : answer
    },
    endSession: (sessionId) => rest.post(`/sessions/${encodeURIComponent(sessionId)}/end`, {}, null),
    endOtherSessions: () => rest.post('/sessions/end-others', {}, null),
  }
}
