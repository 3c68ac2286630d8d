import { room, type Person } from '@parley/protocol'
import { accountLimits } from '@parley/protocol/accounts'
import { until } from '@parley/testkit/until'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectGuest, joinAsGuest, newId, type Guest } from './guest'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'

const PASSWORD = 'correct horse'
const ANNOUNCED_WITHIN_MS = 1_000

let database: Awaited<ReturnType<typeof makeDatabase>>
let here: ServerHere
let there: ServerHere

beforeAll(async () => {
  database = await makeDatabase()
  const engines = { DATABASE_URL: database.url, REDIS_URL: redisUrl(13) }
  ;[here, there] = await Promise.all([startServerHere('1', engines), startServerHere('2', engines)])
})
afterAll(async () => {
  await Promise.all([here?.close(), there?.close()])
  await database?.drop()
})

interface Answer {
  status: number
  cookie: string
  body: { code?: string; person?: Person; recoveryCodes?: string[] } & Partial<Person> & {
      sessions?: { id: string; isCurrent: boolean; userAgent: string }[]
      userName?: string
      recoveryCodesLeft?: number
    }
}

async function ask(
  method: string,
  path: string,
  body?: object,
  cookie = '',
  agent = 'test',
): Promise<Answer> {
  const response = await fetch(`${there.url}/api/v1${path}`, {
    method,
    headers: { cookie, 'user-agent': agent, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const set = response.headers.getSetCookie().map((line) => line.split(';')[0])
  return {
    status: response.status,
    cookie: set.join('; '),
    body: text ? (JSON.parse(text) as Answer['body']) : {},
  }
}
const post = (path: string, body: object, cookie?: string, agent?: string) =>
  ask('POST', path, body, cookie, agent)
const get = (path: string, cookie: string) => ask('GET', path, undefined, cookie)

let count = 0
const newName = () => `person-${++count}`

/** A new person with an account, and a session of theirs. */
async function makeAccount(userName = newName()) {
  const made = await post('/accounts', { name: 'Ada', userName, password: PASSWORD })
  expect(made.status).toBe(201)
  return { userName, cookie: made.cookie, person: made.body.person!, codes: made.body.recoveryCodes! }
}

function say({ ask }: Guest, roomId: string, body: string) {
  const message = { roomId, id: newId(), body, again: false, epoch: 0 }
  return ask<{ event: { authorId: string } }>('message:send', message)
}

test('a guest who makes an account stays the same person, on open sockets of every server', async () => {
  const guest = await joinAsGuest(here.url, 'Ada')
  const made = await guest.post('/rooms', { name: newName() })
  const { id: roomId } = room.parse(await made.json())
  const onOther = await connectGuest(there.url, guest.cookie)
  const told: Person[] = []
  for (const { socket } of [guest, onOther])
    socket.on('person:changed', ({ person }: { person: Person }) => told.push(person))
  const before = (await get('/me', guest.cookie)).body as Person
  const said = await say(guest, roomId, 'before')
  expect(said).toMatchObject({ ok: true, value: { event: { authorId: before.id } } })

  const userName = newName()
  const claimed = await post(
    '/account',
    { userName: ` ${userName.toUpperCase()}`, password: PASSWORD },
    guest.cookie,
  )
  expect(claimed).toMatchObject({ status: 201, body: { person: { ...before, isGuest: false } } })
  expect(claimed.body.recoveryCodes).toHaveLength(accountLimits.recoveryCodes)
  await until('told on both servers', ANNOUNCED_WITHIN_MS, () => told.length === 2)
  expect(told).toEqual([claimed.body.person, claimed.body.person])
  expect(await say(onOther, roomId, 'after')).toMatchObject({
    ok: true,
    value: { event: { authorId: before.id } },
  })
  expect((await get('/me', guest.cookie)).body).toEqual({ ...before, isGuest: false })

  // No row more: the id of the guest signs in from another device.
  const signedIn = await post('/sign-in', { userName, password: PASSWORD })
  expect(signedIn).toMatchObject({ status: 200, body: { id: before.id, isGuest: false } })
  expect((await get('/rooms', signedIn.cookie)).status).toBe(200)
  for (const { socket } of [guest, onOther]) socket.close()
})

test('somebody with an account makes no second one, and a user name is one person’s', async () => {
  const { userName, cookie } = await makeAccount()
  expect((await post('/account', { userName: newName(), password: PASSWORD }, cookie)).body.code).toBe(
    'has-account',
  )
  expect((await post('/accounts', { name: 'Eve', userName, password: PASSWORD })).body.code).toBe(
    'user-name-taken',
  )
  const guest = await joinAsGuest(here.url, 'Eve')
  expect((await post('/account', { userName, password: PASSWORD }, guest.cookie)).body.code).toBe(
    'user-name-taken',
  )
  expect((await get('/me', guest.cookie)).body.isGuest).toBe(true)
  guest.socket.close()
})

test('of two guests who take one user name at once, one gets it', async () => {
  const userName = newName()
  const guests = await Promise.all(['Ada', 'Bo'].map((name) => joinAsGuest(here.url, name)))
  const answers = await Promise.all(
    guests.map(({ cookie }) => post('/account', { userName, password: PASSWORD }, cookie)),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  for (const { socket } of guests) socket.close()
})

test.each([
  [{ userName: 'a', password: PASSWORD }, 'user-name-too-short'],
  [{ userName: 'a'.repeat(33), password: PASSWORD }, 'user-name-too-long'],
  [{ userName: 'аda', password: PASSWORD }, 'user-name-letters'],
  [{ userName: 'ada b', password: PASSWORD }, 'user-name-letters'],
  [{ userName: 'ada', password: 'a'.repeat(7) }, 'password-too-short'],
  [{ userName: 'ada', password: 'a'.repeat(129) }, 'password-too-long'],
  [{ userName: 'ada', password: PASSWORD, isAdmin: true }, 'bad-input'],
])('%j is refused: %s', async (login, code) => {
  expect(await post('/accounts', { name: 'Ada', ...login })).toMatchObject({ status: 400, body: { code } })
})

test('a wrong password, an unknown user and a guest’s name get one answer, and no session', async () => {
  const { userName } = await makeAccount()
  const answers = await Promise.all([
    post('/sign-in', { userName, password: `${PASSWORD} ` }),
    post('/sign-in', { userName: newName(), password: PASSWORD }),
    post('/sign-in', { userName: '', password: PASSWORD }),
    post('/sign-in', { userName: 'a'.repeat(200), password: '' }),
  ])
  for (const answer of answers)
    expect(answer).toMatchObject({ status: 401, cookie: '', body: { code: 'wrong-password' } })
})

test('a recovery code sets a new password once, and ends all sessions', async () => {
  const { userName, cookie, codes, person } = await makeAccount()
  const { socket } = await connectGuest(here.url, cookie)
  const recovery = {
    userName: userName.toUpperCase(),
    code: codes[0]!.toLowerCase(),
    password: 'another horse',
  }
  expect((await post('/recover', { ...recovery, code: 'XXXX-XXXX-XXXX' })).body.code).toBe('wrong-code')
  expect((await post('/recover', { ...recovery, userName: newName() })).body.code).toBe('wrong-code')
  const recovered = await post('/recover', recovery)
  expect(recovered).toMatchObject({ status: 200, body: person })
  await until('cut on the other server', ANNOUNCED_WITHIN_MS, () => !socket.connected)
  expect((await get('/me', cookie)).body.code).toBe('not-signed-in')
  expect((await post('/recover', recovery)).body.code).toBe('wrong-code')
  expect((await post('/sign-in', { userName, password: PASSWORD })).body.code).toBe('wrong-password')
  expect((await get('/account', recovered.cookie)).body).toEqual({
    userName,
    role: 'member',
    recoveryCodesLeft: accountLimits.recoveryCodes - 1,
    hasSecondFactor: false,
  })
})

test('a changed password ends the other sessions; new codes void the old ones; both want the password', async () => {
  const { userName, cookie, codes } = await makeAccount()
  const other = await post('/sign-in', { userName, password: PASSWORD })
  const change = { current: PASSWORD, password: 'another horse' }
  expect((await post('/account/password', { ...change, current: 'wrong horse' }, cookie)).body.code).toBe(
    'wrong-password',
  )
  expect((await post('/account/password', change, cookie)).status).toBe(204)
  expect((await get('/me', other.cookie)).status).toBe(401)
  expect((await get('/me', cookie)).status).toBe(200)
  expect((await post('/account/recovery-codes', { password: PASSWORD }, cookie)).body.code).toBe(
    'wrong-password',
  )
  const renewed = await post('/account/recovery-codes', { password: change.password }, cookie)
  expect(renewed.body.recoveryCodes).toHaveLength(accountLimits.recoveryCodes)
  const recovery = { userName, password: PASSWORD }
  expect((await post('/recover', { ...recovery, code: codes[1]! })).body.code).toBe('wrong-code')
  expect((await post('/recover', { ...recovery, code: renewed.body.recoveryCodes![1]! })).status).toBe(200)
})

test('a guest has no password to change and no account to read', async () => {
  const { cookie, socket } = await joinAsGuest(here.url, 'Ada')
  expect((await get('/account', cookie)).body.code).toBe('needs-account')
  expect((await post('/account/password', { current: '', password: PASSWORD }, cookie)).body.code).toBe(
    'needs-account',
  )
  socket.close()
})

test('one sees one’s sessions, and ends one or all others: their sockets close on every server', async () => {
  const { userName, cookie } = await makeAccount()
  const login = { userName, password: PASSWORD }
  const laptop = await post('/sign-in', login, '', 'laptop')
  const phone = await post('/sign-in', login, '', 'phone')
  const { sessions } = (await get('/sessions', cookie)).body
  expect(sessions!.map(({ userAgent, isCurrent }) => [userAgent, isCurrent])).toEqual([
    ['phone', false],
    ['laptop', false],
    ['test', true],
  ])
  const sockets = await Promise.all([laptop, phone].map((each) => connectGuest(here.url, each.cookie)))
  const { id } = sessions![1]!
  expect((await post(`/sessions/${id}/end`, {}, cookie)).status).toBe(204)
  await until('the laptop is cut', ANNOUNCED_WITHIN_MS, () => !sockets[0]!.socket.connected)
  expect(sockets[1]!.socket.connected).toBe(true)
  expect((await post(`/sessions/${id}/end`, {}, cookie)).body.code).toBe('no-such-session')
  expect((await post('/sessions/end-others', {}, cookie)).status).toBe(204)
  await until('the phone is cut', ANNOUNCED_WITHIN_MS, () => !sockets[1]!.socket.connected)
  expect((await get('/me', cookie)).status).toBe(200)
})

test('a person cannot end the session of another', async () => {
  const [ada, eve] = [await makeAccount(), await makeAccount()]
  const { sessions } = (await get('/sessions', ada.cookie)).body
  expect((await post(`/sessions/${sessions![0]!.id}/end`, {}, eve.cookie)).body.code).toBe('no-such-session')
  expect((await get('/me', ada.cookie)).status).toBe(200)
})

test('above the most sessions of a person the oldest ends', async () => {
  const { userName, cookie, person } = await makeAccount()
  const { prisma } = database.database
  const rows = Array.from({ length: accountLimits.sessionsPerPerson }, (_, i) => ({
    ...{ id: newId(), token: newId(), userId: person.id },
    createdAt: new Date(Date.now() + i),
    expiresAt: new Date(Date.now() + 60_000),
  }))
  await prisma.session.createMany({ data: rows })
  const latest = await post('/sign-in', { userName, password: PASSWORD })
  expect((await get('/me', cookie)).status).toBe(401)
  expect((await get('/sessions', latest.cookie)).body.sessions).toHaveLength(accountLimits.sessionsPerPerson)
})

test('passwords of one account are tried ten times in a row, and then no more for a while', async () => {
  const { userName } = await makeAccount()
  const wrong = () => post('/sign-in', { userName, password: 'wrong horse' })
  const codes: unknown[] = []
  for (let i = 0; i < 11; i++) codes.push((await wrong()).body.code)
  expect(codes.slice(9)).toEqual(['wrong-password', 'too-fast'])
  // The right one, too: otherwise the answer would tell.
  expect((await post('/sign-in', { userName: userName.toUpperCase(), password: PASSWORD })).body.code).toBe(
    'too-fast',
  )
})
