import { randomUUID } from 'node:crypto'
import type { Database } from '@parley/database'
import { fail, ok, type Person, type Result, type PersonId } from '@parley/protocol'
import { accountLimits, type Session } from '@parley/protocol/accounts'
import type { User } from '../socket/socket-types'
import type { Auth } from './better-auth'
import type { PersonChanges } from './person-changes'
import { hashRecoveryCode, makeRecoveryCodes } from './recovery-codes'
import type { Revocations } from './revocations'

/** A person with a new session; the headers set its cookie. */
interface SignedInPerson {
  person: Person
  headers: Headers
}

interface Login {
  userName: string
  password: string
}

/** A person's actions on their account. Passwords and codes end here: the code behind it knows only their hashes. */
export interface Accounts {
  claim(user: User, login: Login): Promise<Result<{ person: Person; recoveryCodes: string[] }>>
  create(
    login: Login & { name: string },
    userAgent: string,
  ): Promise<Result<SignedInPerson & { recoveryCodes: string[] }>>
  signIn(login: Login, userAgent: string): Promise<Result<SignedInPerson>>
  /** Ends all other sessions of the person. */
  recover(recovery: Login & { code: string }, userAgent: string): Promise<Result<SignedInPerson>>
  changePassword(user: User, passwords: { current: string; password: string }): Promise<Result<null>>
  renewRecoveryCodes(user: User, password: string): Promise<Result<{ recoveryCodes: string[] }>>
  sessions(user: User): Promise<Session[]>
  endSession(user: User, sessionId: string): Promise<Result<null>>
  endOtherSessions(user: User): Promise<void>
}

export function createAccounts(parts: {
  auth: Pick<Auth, 'signIn' | 'hashPassword' | 'isPassword'>
  database: Pick<Database, 'accounts' | 'sessions' | 'people'>
  /** Joins the room of every person with an account. */
  joinLobby: (personId: PersonId) => Promise<unknown>
  revoke: Revocations['revoke']
  announcePerson: PersonChanges['announce']
  secret: string
}): Accounts {
  const { auth, database, joinLobby, revoke, announcePerson, secret } = parts
  const { accounts, sessions } = database

  const hashAll = (codes: string[]) => codes.map((code) => hashRecoveryCode(code, secret))

  async function claim({ id, name, isGuest }: User, { userName, password }: Login) {
    if (!isGuest) return fail('has-account')
    const codes = makeRecoveryCodes()
    const passwordHash = await auth.hashPassword(password)
    const account = { personId: id, userName, passwordHash, codeHashes: hashAll(codes) }
    const done = await accounts.claim(account)
    if (done !== 'claimed') return fail(done)
    const person = { id, name, isGuest: false }
    announcePerson(person)
    return ok({ person, recoveryCodes: codes })
  }

  async function create({ name, userName, password }: Login & { name: string }, userAgent: string) {
    const codes = makeRecoveryCodes()
    const passwordHash = await auth.hashPassword(password)
    const account = { personId: randomUUID(), name, userName, passwordHash, codeHashes: hashAll(codes) }
    const done = await accounts.create(account)
    if (done !== 'created') return fail(done)
    await joinLobby(account.personId)
    const signedIn = await signIn({ userName, password }, userAgent)
    return signedIn.ok ? ok({ ...signedIn.value, recoveryCodes: codes }) : signedIn
  }

  async function signIn({ userName, password }: Login, userAgent: string): Promise<Result<SignedInPerson>> {
    const signedIn = await auth.signIn(userName.trim(), password, userAgent)
    if (!signedIn) return fail('wrong-password')
    await endOldest(signedIn.person.id)
    return ok(signedIn)
  }

  async function endOldest(personId: PersonId) {
    const all = await sessions.ofPerson(personId)
    if (all.length <= accountLimits.sessionsPerPerson) return
    await endOthers(
      personId,
      all.slice(0, accountLimits.sessionsPerPerson).map(({ id }) => id),
    )
  }

  async function recover({ userName, code, password }: Login & { code: string }, userAgent: string) {
    const passwordHash = await auth.hashPassword(password)
    const codeHash = hashRecoveryCode(code, secret)
    const name = userName.trim().toLowerCase()
    const personId = await accounts.recover({ userName: name, codeHash, passwordHash })
    if (!personId) return fail('wrong-code')
    await endOthers(personId, [])
    return signIn({ userName: name, password }, userAgent)
  }

  async function changePassword(user: User, { current, password }: { current: string; password: string }) {
    const refused = await refusePassword(user, current)
    if (refused) return refused
    await accounts.setPassword(user.id, await auth.hashPassword(password))
    await endOthers(user.id, [user.sessionId])
    return ok(null)
  }

  async function renewRecoveryCodes(user: User, password: string) {
    const refused = await refusePassword(user, password)
    if (refused) return refused
    const codes = makeRecoveryCodes()
    await accounts.setRecoveryCodes(user.id, hashAll(codes))
    return ok({ recoveryCodes: codes })
  }

  async function refusePassword({ id }: User, password: string) {
    const credential = await accounts.credential(id)
    if (!credential) return fail('needs-account')
    return (await auth.isPassword(password, credential.passwordHash)) ? null : fail('wrong-password')
  }

  async function endOthers(personId: PersonId, keep: string[]) {
    for (const sessionId of await sessions.endOthers(personId, keep)) revoke({ personId, sessionId })
  }

  return {
    ...{ claim, create, signIn, recover, changePassword, renewRecoveryCodes },
    async sessions(user) {
      const all = await sessions.ofPerson(user.id)
      return all.map(({ id, createdAt, userAgent }) => ({
        id,
        isCurrent: id === user.sessionId,
        createdAt: createdAt.getTime(),
        userAgent: userAgent ?? '',
      }))
    },
    async endSession(user, sessionId) {
      if (!(await sessions.end(user.id, sessionId))) return fail('no-such-session')
      revoke({ personId: user.id, sessionId })
      return ok(null)
    },
    endOtherSessions: (user) => endOthers(user.id, [user.sessionId]),
  }
}
