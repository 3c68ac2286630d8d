// The rules of accounts, without engines; test/accounts.test.ts has them on real ones.
import { fail, ok } from '@parley/protocol'
import { accountLimits } from '@parley/protocol/accounts'
import { expect, test } from 'vitest'
import type { User } from '../socket/socket-types'
import { createAccounts } from './accounts'
import { createCheckPassword } from './check-password'
import { hashRecoveryCode } from './recovery-codes'

const SECRET = 'secret'
const GUEST: User = { id: 'ada', name: 'Ada', isGuest: true, sessionId: 's1', sessionToken: 't1' }
const ADA: User = { ...GUEST, isGuest: false }
const PERSON = { id: 'ada', name: 'Ada', isGuest: false }
const LOGIN = { userName: 'ada', password: 'right' }
const SIGNED_IN = { person: PERSON, headers: new Headers({ 'set-cookie': 'a=b' }) }
const sessionIds = (count: number) => Array.from({ length: count }, (_, i) => `s${i + 1}`)

/** Accounts with one of Ada's, whose password is "right". `open`: the number of her sessions. */
function makeAccounts({
  claimed = 'claimed',
  created = 'created',
  recovered = 'ada',
  ofCode = 'ada',
  hasSecondFactor = false,
  isGuest = false,
  open = 3,
} = {}) {
  const happened: unknown[] = []
  const note = (name: string, ...with_: unknown[]) => void happened.push([name, ...with_])
  const credential = async (id: string) =>
    isGuest || id !== 'ada' ? null : { passwordHash: 'hash of right' }
  const auth = {
    hashPassword: async (password: string) => (note('hash'), `hash of ${password}`),
    isPassword: async (password: string, hash: string) => hash === `hash of ${password}`,
  }
  const parts = {
    auth,
    checkPassword: createCheckPassword({ auth, accounts: { credential } } as never),
    secondFactor: {
      check: async (id: string, code?: string) =>
        hasSecondFactor && (id !== 'ada' || code !== '123456') ? fail('needs-code') : null,
    },
    database: {
      accounts: {
        claim: async (account: object) => (note('claim', account), claimed),
        create: async (account: object) => (note('create', account), created),
        credentialOf: async (userName: string) =>
          userName === 'ada' ? { personId: 'ada', passwordHash: 'hash of right' } : null,
        setPassword: async (id: string, hash: string) => note('set password', id, hash),
        setRecoveryCodes: async (id: string, hashes: string[]) => note('set codes', id, hashes),
        ofRecoveryCode: async (userName: string) => (userName === 'ada' ? ofCode : null),
        recover: async (recovery: object) => (note('recover', recovery), recovered),
      },
      sessions: {
        ofPerson: async () =>
          sessionIds(open).map((id) => ({
            ...{ id, createdAt: new Date(7) },
            userAgent: id === 's1' ? null : 'phone',
          })),
        end: async (id: string, sessionId: string) => id === 'ada' && sessionIds(open).includes(sessionId),
      },
    },
    personSessions: {
      start: async (id: string, userAgent: string) => (note('start', id, userAgent), SIGNED_IN),
      endOthers: async (id: string, keep: string[]) => note('end others', id, keep),
    },
    joinLobby: async (id: string) => note('join lobby', id),
    revoke: ({ personId, sessionId }: { personId: string; sessionId?: string }) =>
      note('revoke', personId, sessionId),
    announcePerson: (person: object) => note('announce', person),
    secret: SECRET,
  }
  return { accounts: createAccounts(parts as never), happened }
}
type Made = ReturnType<typeof makeAccounts>['accounts']

const hashed = (codes: string[]) => codes.map((code) => hashRecoveryCode(code, SECRET))

test('a guest gets an account with new codes, and everybody is told', async () => {
  const { accounts, happened } = makeAccounts()
  const done = await accounts.claim(GUEST, LOGIN)
  if (!done.ok) throw new Error(done.failure.code)
  const { person, recoveryCodes } = done.value
  expect([person, recoveryCodes.length]).toEqual([PERSON, accountLimits.recoveryCodes])
  const account = { personId: 'ada', userName: 'ada', passwordHash: 'hash of right' }
  expect(happened).toEqual([
    ['hash'],
    ['claim', { ...account, codeHashes: hashed(recoveryCodes) }],
    ['announce', PERSON],
  ])
})

test('a new person with an account is in the lobby and signed in', async () => {
  const { accounts, happened } = makeAccounts()
  const done = await accounts.create({ ...LOGIN, name: 'Ada' }, 'phone')
  if (!done.ok) throw new Error(done.failure.code)
  const { recoveryCodes, ...signedIn } = done.value
  expect([signedIn, recoveryCodes.length]).toEqual([SIGNED_IN, accountLimits.recoveryCodes])
  const [, account] = happened[1] as [string, { personId: string }]
  expect(account).toEqual({
    personId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    ...{ name: 'Ada', userName: 'ada', passwordHash: 'hash of right', codeHashes: hashed(recoveryCodes) },
  })
  expect(happened.slice(2)).toEqual([
    ['join lobby', account.personId],
    ['start', account.personId, 'phone'],
  ])
})

test.each<
  [title: string, world: object, act: (accounts: Made) => Promise<unknown>, code: string, did: string]
>([
  ['a second account', {}, (to) => to.claim(ADA, LOGIN), 'has-account', ''],
  [
    'a name of another',
    { claimed: 'user-name-taken' },
    (to) => to.claim(GUEST, LOGIN),
    'user-name-taken',
    'hash, claim',
  ],
  [
    'a name of another, for a new person',
    { created: 'user-name-taken' },
    (to) => to.create({ ...LOGIN, name: 'Ada' }, ''),
    'user-name-taken',
    'hash, create',
  ],
  ['a wrong password', {}, (to) => to.signIn({ ...LOGIN, password: 'wrong' }, ''), 'wrong-password', ''],
  [
    'an unknown name, after as long',
    {},
    (to) => to.signIn({ ...LOGIN, userName: 'nobody' }, ''),
    'wrong-password',
    'hash',
  ],
  [
    'a session, without the second code',
    { hasSecondFactor: true },
    (to) => to.signIn({ ...LOGIN, code: '654321' }, ''),
    'needs-code',
    '',
  ],
  ['a wrong code', { ofCode: null }, (to) => to.recover({ ...LOGIN, code: 'x' }, ''), 'wrong-code', 'hash'],
  [
    'a code, without the second one, and does not use it',
    { hasSecondFactor: true },
    (to) => to.recover({ ...LOGIN, code: 'x' }, ''),
    'needs-code',
    'hash',
  ],
  [
    'a code that was used meanwhile',
    { recovered: null },
    (to) => to.recover({ ...LOGIN, code: 'x' }, ''),
    'wrong-code',
    'hash, recover',
  ],
  [
    'a password, without the one before',
    {},
    (to) => to.changePassword(ADA, { current: 'wrong', password: 'new' }),
    'wrong-password',
    '',
  ],
  [
    'a password of a guest',
    { isGuest: true },
    (to) => to.changePassword(GUEST, { current: 'right', password: 'new' }),
    'needs-account',
    '',
  ],
  ['codes, without the password', {}, (to) => to.renewRecoveryCodes(ADA, 'wrong'), 'wrong-password', ''],
  ['codes of a guest', { isGuest: true }, (to) => to.renewRecoveryCodes(GUEST, 'right'), 'needs-account', ''],
  ['the end of a session of nobody', {}, (to) => to.endSession(ADA, 'another'), 'no-such-session', ''],
])('it refuses %s', async (_title, world, act, code, did) => {
  const { accounts, happened } = makeAccounts(world)
  expect(await act(accounts)).toEqual(fail(code as never))
  expect(happened.map((each) => (each as unknown[])[0]).join(', ')).toBe(did)
})

test('a user name and its password start a session', async () => {
  const { accounts, happened } = makeAccounts()
  expect(await accounts.signIn({ userName: ' ADA ', password: 'right' }, 'phone')).toEqual(ok(SIGNED_IN))
  expect(happened).toEqual([['start', 'ada', 'phone']])
  const guarded = makeAccounts({ hasSecondFactor: true })
  expect(await guarded.accounts.signIn({ ...LOGIN, code: '123456' }, 'phone')).toEqual(ok(SIGNED_IN))
  expect(guarded.happened).toEqual([['start', 'ada', 'phone']])
})

test('a code sets a new password, ends all sessions and signs in', async () => {
  const { accounts, happened } = makeAccounts({ hasSecondFactor: true })
  const recovery = { userName: ' ADA ', password: 'right', code: 'abcd', secondCode: '123456' }
  expect(await accounts.recover(recovery, 'phone')).toEqual(ok(SIGNED_IN))
  const codeHash = hashRecoveryCode('abcd', SECRET)
  expect(happened).toEqual([
    ['hash'],
    ['recover', { userName: 'ada', codeHash, passwordHash: 'hash of right' }],
    ['end others', 'ada', []],
    ['start', 'ada', 'phone'],
  ])
})

test('a new password ends the other sessions, new codes end none', async () => {
  const { accounts, happened } = makeAccounts()
  expect(await accounts.changePassword(ADA, { current: 'right', password: 'new' })).toEqual(ok(null))
  expect(happened.splice(0)).toEqual([
    ['hash'],
    ['set password', 'ada', 'hash of new'],
    ['end others', 'ada', ['s1']],
  ])
  const renewed = await accounts.renewRecoveryCodes(ADA, 'right')
  if (!renewed.ok) throw new Error(renewed.failure.code)
  expect(renewed.value.recoveryCodes).toHaveLength(accountLimits.recoveryCodes)
  expect(happened).toEqual([['set codes', 'ada', hashed(renewed.value.recoveryCodes)]])
})

test('sessions are listed, and end one by one or all but the own one', async () => {
  const { accounts, happened } = makeAccounts({ open: 2 })
  expect(await accounts.sessions(ADA)).toEqual([
    { id: 's1', isCurrent: true, createdAt: 7, userAgent: '' },
    { id: 's2', isCurrent: false, createdAt: 7, userAgent: 'phone' },
  ])
  expect(await accounts.endSession(ADA, 's2')).toEqual(ok(null))
  expect(happened.splice(0)).toEqual([['revoke', 'ada', 's2']])
  await accounts.endOtherSessions(ADA)
  expect(happened).toEqual([['end others', 'ada', ['s1']]])
})
