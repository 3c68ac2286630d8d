import { fail, ok, type Person, type Result } from '@parley/protocol'
import { expect, test } from 'vitest'
import { createAccount, type AccountApi } from './account'
import type { Rest } from './connection/rest'
import { loadAccount } from './load-account'

const ADA: Person = { id: 'p-ada', name: 'Ada', isGuest: false }
const GUEST: Person = { ...ADA, isGuest: true }
const BO: Person = { id: 'p-bo', name: 'Bo', isGuest: false }
const LOGIN = { userName: 'ada', password: 'secret' }
const CREATED = { person: ADA, recoveryCodes: ['a', 'b'] }

/** Somebody's account, whose server gives these answers in turn. */
function makeParts(before: Person | null, ...answers: Result<unknown>[]) {
  const state = { person: before }
  const happened: string[] = []
  const answer = async (...question: unknown[]) => (happened.push(question.join(' ')), answers.shift())
  const rest = {
    get: (path: string) => answer('GET', path),
    post: (path: string, body: object) => answer('POST', path, JSON.stringify(body)),
  } as unknown as Rest
  const parts = {
    rest,
    whoIsSignedIn: () => state.person,
    async become(person: Person) {
      happened.push(`becomes ${person.name}`)
      state.person = person
    },
    reconnect: () => happened.push('reconnects'),
  }
  return { parts, happened }
}

const entering = ['GET /me', 'becomes Ada']
const login = '{"userName":"ada","password":"secret"}'
type Case = [
  title: string,
  before: Person | null,
  act: (account: AccountApi) => Promise<unknown>,
  answers: Result<unknown>[],
  result: unknown,
  happened: string[],
]

test.each<Case>([
  [
    'a guest makes an account, and stays connected',
    GUEST,
    (to) => to.create({ ...LOGIN, name: 'not sent' }),
    [ok(CREATED), ok(ADA)],
    ok(CREATED),
    [`POST /account ${login}`, ...entering],
  ],
  [
    'nobody makes an account, as a new person',
    null,
    (to) => to.create({ ...LOGIN, name: 'Ada' }),
    [ok(CREATED), ok(ADA)],
    ok(CREATED),
    ['POST /accounts {"userName":"ada","password":"secret","name":"Ada"}', ...entering],
  ],
  [
    'an account is refused',
    GUEST,
    (to) => to.create(LOGIN),
    [fail('user-name-taken')],
    fail('user-name-taken'),
    [`POST /account ${login}`],
  ],
  [
    'an account is made, and the browser refuses its cookie',
    null,
    (to) => to.create({ ...LOGIN, name: 'Ada' }),
    [ok(CREATED), fail('not-signed-in')],
    fail('no-cookie'),
    ['POST /accounts {"userName":"ada","password":"secret","name":"Ada"}', 'GET /me'],
  ],
  [
    'one signs in',
    null,
    (to) => to.signIn(LOGIN),
    [ok(ADA), ok(ADA)],
    ok(ADA),
    [`POST /sign-in ${login}`, ...entering],
  ],
  [
    'one signs in as somebody else, over a connection of their own',
    BO,
    (to) => to.signIn(LOGIN),
    [ok(ADA), ok(ADA)],
    ok(ADA),
    [`POST /sign-in ${login}`, ...entering, 'reconnects'],
  ],
  [
    'a wrong password',
    null,
    (to) => to.signIn(LOGIN),
    [fail('wrong-password')],
    fail('wrong-password'),
    [`POST /sign-in ${login}`],
  ],
  [
    'a recovery code',
    null,
    (to) => to.recover({ ...LOGIN, code: 'x' }),
    [ok(ADA), ok(ADA)],
    ok(ADA),
    ['POST /recover {"userName":"ada","password":"secret","code":"x"}', ...entering],
  ],
  ['the account', ADA, (to) => to.get(), [ok('account')], ok('account'), ['GET /account']],
  [
    'a new password',
    ADA,
    (to) => to.changePassword({ current: 'old', password: 'new' }),
    [ok(null)],
    ok(null),
    ['POST /account/password {"current":"old","password":"new"}'],
  ],
  [
    'new codes',
    ADA,
    (to) => to.renewRecoveryCodes('secret'),
    [ok({ recoveryCodes: ['a'] })],
    ok(['a']),
    ['POST /account/recovery-codes {"password":"secret"}'],
  ],
  [
    'new codes are refused',
    ADA,
    (to) => to.renewRecoveryCodes('secret'),
    [fail('wrong-password')],
    fail('wrong-password'),
    ['POST /account/recovery-codes {"password":"secret"}'],
  ],
  ['sessions', ADA, (to) => to.sessions(), [ok({ sessions: [] })], ok([]), ['GET /sessions']],
  [
    'sessions, without a network',
    ADA,
    (to) => to.sessions(),
    [fail('unreachable')],
    fail('unreachable'),
    ['GET /sessions'],
  ],
  [
    'the end of one session',
    ADA,
    (to) => to.endSession('a/b'),
    [ok(null)],
    ok(null),
    ['POST /sessions/a%2Fb/end {}'],
  ],
  [
    'the end of all others',
    ADA,
    (to) => to.endOtherSessions(),
    [ok(null)],
    ok(null),
    ['POST /sessions/end-others {}'],
  ],
  [
    'another name',
    ADA,
    (to) => to.rename('Ada L.'),
    [ok({ ...ADA, name: 'Ada L.' })],
    ok({ ...ADA, name: 'Ada L.' }),
    ['POST /me/name {"name":"Ada L."}', 'becomes Ada L.'],
  ],
  [
    'another name is refused',
    ADA,
    (to) => to.rename(''),
    [fail('name-too-short')],
    fail('name-too-short'),
    ['POST /me/name {"name":""}'],
  ],
  [
    'a second factor',
    ADA,
    (to) => to.beginSecondFactor('secret'),
    [ok('key')],
    ok('key'),
    ['POST /account/second-factor {"password":"secret"}'],
  ],
  [
    'its first code',
    ADA,
    (to) => to.confirmSecondFactor('123456'),
    [ok(null)],
    ok(null),
    ['POST /account/second-factor/confirm {"code":"123456"}'],
  ],
  [
    'no second factor any more',
    ADA,
    (to) => to.turnOffSecondFactor('secret'),
    [ok(null)],
    ok(null),
    ['POST /account/second-factor/off {"password":"secret"}'],
  ],
  ['passkeys', ADA, (to) => to.passkeys(), [ok({ passkeys: ['a'] })], ok(['a']), ['GET /passkeys']],
  [
    'passkeys, without a network',
    ADA,
    (to) => to.passkeys(),
    [fail('unreachable')],
    fail('unreachable'),
    ['GET /passkeys'],
  ],
  [
    'a passkey, after the password',
    ADA,
    (to) => to.beginPasskey('secret'),
    [ok({ options: 'options' })],
    ok('options'),
    ['POST /passkeys/begin {"password":"secret"}'],
  ],
  [
    'a passkey, soon after signing in',
    ADA,
    (to) => to.beginPasskey(),
    [fail('wrong-password')],
    fail('wrong-password'),
    ['POST /passkeys/begin {}'],
  ],
  [
    'a passkey is added',
    ADA,
    (to) => to.addPasskey({ made: 1 } as never),
    [ok('passkey')],
    ok('passkey'),
    ['POST /passkeys {"made":1}'],
  ],
  [
    'a passkey is removed',
    ADA,
    (to) => to.removePasskey('a/b'),
    [ok(null)],
    ok(null),
    ['POST /passkeys/a%2Fb/remove {}'],
  ],
  [
    'one begins to sign in with a passkey',
    null,
    (to) => to.beginPasskeySignIn(),
    [ok({ options: 'options' })],
    ok('options'),
    ['POST /passkey-sign-in/begin {}'],
  ],
  [
    'one signs in with a passkey',
    null,
    (to) => to.signInWithPasskey({ signed: 1 }),
    [ok(ADA), ok(ADA)],
    ok(ADA),
    ['POST /passkey-sign-in {"response":{"signed":1}}', ...entering],
  ],
  [
    'one becomes the owner',
    ADA,
    (to) => to.takeOwnership('token'),
    [ok(null)],
    ok(null),
    ['POST /owner {"token":"token"}'],
  ],
  [
    'a recovery link',
    ADA,
    (to) => to.makeRecoveryLink('bo'),
    [ok('link')],
    ok('link'),
    ['POST /recovery-links {"userName":"bo"}'],
  ],
  [
    'one comes by a recovery link',
    null,
    (to) => to.recoverByLink({ token: 'token', password: 'new' }),
    [ok(ADA), ok(ADA)],
    ok(ADA),
    ['POST /recover-by-link {"token":"token","password":"new"}', ...entering],
  ],
])('%s', async (_title, before, act, answers, result, expected) => {
  const { parts, happened } = makeParts(before, ...answers)
  expect(await act(createAccount(parts))).toEqual(result)
  expect(happened).toEqual(expected)
})

test('the code of accounts is loaded with the first call, and once', async () => {
  const { parts, happened } = makeParts(ADA, ok('account'), ok(null))
  const account = loadAccount(parts)
  expect(happened).toEqual([])
  expect(await account.get()).toEqual(ok('account'))
  expect(await account.endSession('s')).toEqual(ok(null))
  expect(happened).toEqual(['GET /account', 'POST /sessions/s/end {}'])
})

test('a call that breaks is a failure and not an error, and the next one tries again', async () => {
  const { parts } = makeParts(ADA, ok('account'))
  const { get } = parts.rest
  parts.rest.get = () => {
    throw new Error('no network')
  }
  const account = loadAccount(parts)
  expect(await account.get()).toEqual(fail('unreachable'))
  parts.rest.get = get
  expect(await account.get()).toEqual(ok('account'))
})
