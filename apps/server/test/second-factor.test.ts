import { rates } from '@parley/protocol'
import { TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'

const PASSWORD = 'correct horse'
const STEP_MS = 30_000

let database: Awaited<ReturnType<typeof makeDatabase>>
let servers: [ServerHere, ServerHere]

beforeAll(async () => {
  database = await makeDatabase()
  const engines = { DATABASE_URL: database.url, REDIS_URL: redisUrl(13) }
  servers = await Promise.all([startServerHere('1', engines), startServerHere('2', engines)])
})
afterAll(async () => {
  await Promise.all((servers ?? []).map((server) => server.close()))
  await database?.drop()
})

interface Answer {
  status: number
  cookie: string
  body: Record<string, unknown>
}

async function post(path: string, body: object, cookie = '', server = 0): Promise<Answer> {
  const response = await fetch(`${servers[server]!.url}/api/v1${path}`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  return {
    status: response.status,
    cookie: response.headers.getSetCookie().map((line) => line.split(';')[0])[0] ?? '',
    body: text ? (JSON.parse(text) as Answer['body']) : {},
  }
}
const readAccount = async (cookie: string) =>
  (await (await fetch(`${servers[0].url}/api/v1/account`, { headers: { cookie } })).json()) as Record<
    string,
    unknown
  >

let count = 0
async function makeAccount() {
  const userName = `person-${++count}`
  const made = await post('/accounts', { name: 'Ada', userName, password: PASSWORD })
  expect(made.status).toBe(201)
  return { userName, cookie: made.cookie, codes: made.body.recoveryCodes as string[] }
}

/** An account with a second factor. `codeOf` gives the code of a step from now: -1, 0 or 1; each works once. */
async function makeProtected() {
  const account = await makeAccount()
  const begun = await post('/account/second-factor', { password: PASSWORD }, account.cookie)
  const secret = String(begun.body.secret)
  const codeOf = (steps: number) => new TOTP({ secret }).generate({ timestamp: Date.now() + steps * STEP_MS })
  expect((await post('/account/second-factor/confirm', { code: codeOf(-1) }, account.cookie)).status).toBe(
    204,
  )
  const signIn = (code?: string, server = 0) =>
    post('/sign-in', { userName: account.userName, password: PASSWORD, ...(code && { code }) }, '', server)
  return { ...account, secret, codeOf, signIn }
}

test('signing in wants a code from the moment it is confirmed, and then gives a session', async () => {
  const { userName, cookie } = await makeAccount()
  const begun = await post('/account/second-factor', { password: PASSWORD }, cookie)
  const { secret, uri } = begun.body as { secret: string; uri: string }
  expect(uri).toContain(`secret=${secret}`)
  const login = { userName, password: PASSWORD }
  expect((await post('/sign-in', login)).status).toBe(200) // not confirmed yet
  expect((await readAccount(cookie)).hasSecondFactor).toBe(false)
  expect((await post('/account/second-factor/confirm', { code: '000000' }, cookie)).body.code).toBe(
    'wrong-code',
  )
  const code = new TOTP({ secret }).generate({ timestamp: Date.now() - STEP_MS })
  expect((await post('/account/second-factor/confirm', { code }, cookie)).status).toBe(204)
  expect((await readAccount(cookie)).hasSecondFactor).toBe(true)

  expect(await post('/sign-in', login)).toMatchObject({
    status: 401,
    cookie: '',
    body: { code: 'needs-code' },
  })
  const next = new TOTP({ secret }).generate()
  const signedIn = await post('/sign-in', { ...login, code: next })
  expect(signedIn.status).toBe(200)
  expect((await readAccount(signedIn.cookie)).userName).toBe(userName)
})

test('a wrong password gets its own answer, with and without a code: nobody learns who has a second factor', async () => {
  const { userName, codeOf } = await makeProtected()
  const wrong = { userName, password: 'wrong horse' }
  expect((await post('/sign-in', wrong)).body.code).toBe('wrong-password')
  expect((await post('/sign-in', { ...wrong, code: codeOf(0) })).body.code).toBe('wrong-password')
})

test('of two sign-ins with one code at once, on two servers, one succeeds', async () => {
  const { codeOf, signIn } = await makeProtected()
  const code = codeOf(0)
  const answers = await Promise.all([signIn(code, 0), signIn(code, 1)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
  expect((await signIn(code)).body.code).toBe('wrong-code')
})

test('a recovery code stands in for the app, once', async () => {
  const { codes, signIn, cookie } = await makeProtected()
  expect((await signIn(codes[0])).status).toBe(200)
  expect((await signIn(codes[0])).body.code).toBe('wrong-code')
  expect((await readAccount(cookie)).recoveryCodesLeft).toBe(codes.length - 1)
})

test('a forgotten password wants a second code, too, and a wrong one does not cost the recovery code', async () => {
  const { userName, codes, codeOf } = await makeProtected()
  const recovery = { userName, code: codes[0], password: 'another horse' }
  expect((await post('/recover', recovery)).body.code).toBe('needs-code')
  expect((await post('/recover', { ...recovery, secondCode: '000000' })).body.code).toBe('wrong-code')
  expect((await post('/recover', { ...recovery, secondCode: codeOf(0) })).status).toBe(200)
})

test('codes are tried a few times for one account, from anywhere, and then no more for a while', async () => {
  const { signIn, codeOf } = await makeProtected()
  const codes: unknown[] = []
  // One try was the confirmation.
  for (let i = 0; i < rates.secondFactor.burst; i++) codes.push((await signIn('000000', i % 2)).body.code)
  expect(codes.slice(-2)).toEqual(['wrong-code', 'too-fast'])
  expect((await signIn(codeOf(0))).body.code).toBe('too-fast')
})

test('turning it off wants the password, and then signing in needs no code', async () => {
  const { cookie, signIn } = await makeProtected()
  expect((await post('/account/second-factor', { password: PASSWORD }, cookie)).body.code).toBe(
    'has-second-factor',
  )
  expect((await post('/account/second-factor/off', { password: 'wrong' }, cookie)).body.code).toBe(
    'wrong-password',
  )
  expect((await post('/account/second-factor/off', { password: PASSWORD }, cookie)).status).toBe(204)
  expect((await signIn()).status).toBe(200)
})

test('PostgreSQL has the secret only encrypted', async () => {
  const { userName, secret } = await makeProtected()
  const { prisma } = database.database
  const row = await prisma.secondFactor.findFirstOrThrow({ where: { person: { username: userName } } })
  expect(Buffer.from(row.sealedSecret, 'base64url').includes(secret)).toBe(false)
})

test('the link of the owner removes the second factor: the phone may be lost, too', async () => {
  const [owner, bo] = [await makeAccount(), await makeProtected()]
  const { prisma } = database.database
  await prisma.user.update({ where: { username: owner.userName }, data: { role: 'owner' } })
  const made = await post('/recovery-links', { userName: bo.userName }, owner.cookie)
  const token = new URL(String(made.body.link)).hash.slice(1)
  const recovered = await post('/recover-by-link', { token, password: PASSWORD })
  expect((await readAccount(recovered.cookie)).hasSecondFactor).toBe(false)
  expect((await bo.signIn()).status).toBe(200)
})
