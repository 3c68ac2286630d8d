import { randomUUID } from 'node:crypto'
import type { Database } from '@parley/database'
import { fail, ok, type Person, type Result, type PersonId } from '@parley/protocol'
import type { Session } from '@parley/protocol/accounts'
import type { User } from '../socket/socket-types'
import type { Auth, SignedInPerson } from './better-auth'
import type { CheckPassword } from './check-password'
import type { PersonChanges } from './person-changes'
import type { PersonSessions } from './person-sessions'
import { hashRecoveryCode, makeRecoveryCodes } from './recovery-codes'
import type { Revocations } from './revocations'
import type { SecondFactor } from './second-factor'

interface Login {
  userName: string
  password: string
}

interface Recovery extends Login {
  code: string
  secondCode?: string | undefined
}

/** A person's actions on their account. Passwords and codes end here: the code behind it knows only their hashes. */
export interface Accounts {
  claim(user: User, login: Login): Promise<Result<{ person: Person; recoveryCodes: string[] }>>
  create(
    login: Login & { name: string },
    userAgent: string,
  ): Promise<Result<SignedInPerson & { recoveryCodes: string[] }>>
  /** `code`: of the second factor, where the person has one. */
  signIn(login: Login & { code?: string | undefined }, userAgent: string): Promise<Result<SignedInPerson>>
  /** Ends all other sessions of the person. */
  recover(recovery: Recovery, userAgent: string): Promise<Result<SignedInPerson>>
  changePassword(user: User, passwords: { current: string; password: string }): Promise<Result<null>>
  renewRecoveryCodes(user: User, password: string): Promise<Result<{ recoveryCodes: string[] }>>
  sessions(user: User): Promise<Session[]>
  endSession(user: User, sessionId: string): Promise<Result<null>>
  endOtherSessions(user: User): Promise<void>
}

export function createAccounts(parts: {
  auth: Pick<Auth, 'hashPassword' | 'isPassword'>
  checkPassword: CheckPassword
  secondFactor: Pick<SecondFactor, 'check'>
  database: Pick<Database, 'accounts' | 'sessions'>
  personSessions: PersonSessions
  /** Joins the room of every person with an account. */
  joinLobby: (personId: PersonId) => Promise<unknown>
  revoke: Revocations['revoke']
  announcePerson: PersonChanges['announce']
  secret: string
}): Accounts {
  const {
    auth,
    database,
    checkPassword,
    secondFactor,
    personSessions,
    joinLobby,
    revoke,
    announcePerson,
    secret,
  } = parts
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
    return ok({ ...(await personSessions.start(account.personId, userAgent)), recoveryCodes: codes })
  }

  async function signIn(
    { userName, password, code }: Login & { code?: string | undefined },
    userAgent: string,
  ): Promise<Result<SignedInPerson>> {
    const credential = await accounts.credentialOf(signInName(userName))
    if (!credential) {
      await auth.hashPassword(password) // takes as long as for a known name
      return fail('wrong-password')
    }
    if (!(await auth.isPassword(password, credential.passwordHash))) return fail('wrong-password')
    const refused = await secondFactor.check(credential.personId, code)
    return refused ?? ok(await personSessions.start(credential.personId, userAgent))
  }

  async function recover({ userName, code, secondCode, password }: Recovery, userAgent: string) {
    const passwordHash = await auth.hashPassword(password)
    const codeHash = hashRecoveryCode(code, secret)
    const name = signInName(userName)
    const owner = await accounts.ofRecoveryCode(name, codeHash)
    if (!owner) return fail('wrong-code')
    // Before the code is used: a wrong second code must not cost it.
    const refused = await secondFactor.check(owner, secondCode)
    if (refused) return refused
    const personId = await accounts.recover({ userName: name, codeHash, passwordHash })
    if (!personId) return fail('wrong-code')
    await personSessions.endOthers(personId, [])
    return ok(await personSessions.start(personId, userAgent))
  }

  async function changePassword(user: User, { current, password }: { current: string; password: string }) {
    const refused = await checkPassword(user.id, current)
    if (refused) return refused
    await accounts.setPassword(user.id, await auth.hashPassword(password))
    await personSessions.endOthers(user.id, [user.sessionId])
    return ok(null)
  }

  async function renewRecoveryCodes(user: User, password: string) {
    const refused = await checkPassword(user.id, password)
    if (refused) return refused
    const codes = makeRecoveryCodes()
    await accounts.setRecoveryCodes(user.id, hashAll(codes))
    return ok({ recoveryCodes: codes })
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
    endOtherSessions: (user) => personSessions.endOthers(user.id, [user.sessionId]),
  }
}

function signInName(typed: string): string {
  return typed.trim().toLowerCase()
}
