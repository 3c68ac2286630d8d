import { accountLimits } from '@parley/protocol/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, signInGuest } from './guest'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'
import { createSoftwareAuthenticator } from './software-authenticator'

const PASSWORD = 'correct horse'
const ORIGIN = 'https://chat.example.org'

let database: Awaited<ReturnType<typeof makeDatabase>>
let servers: [ServerHere, ServerHere]

beforeAll(async () => {
  database = await makeDatabase()
  const engines = { DATABASE_URL: database.url, REDIS_URL: redisUrl(13), PUBLIC_URL: ORIGIN }
  servers = await Promise.all([startServerHere('1', engines), startServerHere('2', engines)])
})
afterAll(async () => {
  await Promise.all((servers ?? []).map((server) => server.close()))
  await database?.drop()
})

interface Answer {
  status: number
  cookie: string
  body: Record<string, unknown> & {
    code?: string
    options?: unknown
    passkeys?: { id: string; name: string }[]
  }
}

async function ask(method: string, path: string, body?: object, cookie = '', server = 0): Promise<Answer> {
  const response = await fetch(`${servers[server]!.url}/api/v1${path}`, {
    method,
    headers: { cookie, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    cookie: response.headers.getSetCookie().map((line) => line.split(';')[0])[0] ?? '',
    body: text ? (JSON.parse(text) as Answer['body']) : {},
  }
}
const post = (path: string, body: object, cookie = '', server = 0) => ask('POST', path, body, cookie, server)

let count = 0
async function makeAccount() {
  const userName = `person-${++count}`
  const made = await post('/accounts', { name: 'Ada', userName, password: PASSWORD })
  expect(made.status).toBe(201)
  return { userName, cookie: made.cookie, person: made.body.person as { id: string } }
}

async function addPasskey(cookie: string, device = createSoftwareAuthenticator()) {
  const begun = await post('/passkeys/begin', { password: PASSWORD }, cookie)
  expect(begun.status).toBe(200)
  const added = await post(
    '/passkeys',
    { name: 'A device', response: device.create(begun.body.options, ORIGIN) },
    cookie,
  )
  return { device, added }
}

/** Begins on one server and ends on the other. */
async function signIn(
  device: ReturnType<typeof createSoftwareAuthenticator>,
  counter?: number,
  origin = ORIGIN,
) {
  const begun = await post('/passkey-sign-in/begin', {})
  const response = device.get(begun.body.options, origin, counter)
  return { begun, response, answer: await post('/passkey-sign-in', { response }, begun.cookie, 1) }
}

test('a passkey signs in without a name and a password, on any server, and is listed and removed', async () => {
  const { cookie, person } = await makeAccount()
  const { device, added } = await addPasskey(cookie)
  expect(added).toMatchObject({ status: 201, body: { name: 'A device', lastUsedAt: null } })
  const { answer } = await signIn(device)
  expect(answer).toMatchObject({ status: 200, body: { id: person.id, isGuest: false } })
  expect((await ask('GET', '/account', undefined, answer.cookie)).status).toBe(200)

  const { passkeys } = (await ask('GET', '/passkeys', undefined, cookie)).body
  expect(passkeys).toMatchObject([{ name: 'A device', lastUsedAt: expect.any(Number) as number }])
  const { id } = passkeys![0]!
  const eve = await makeAccount()
  expect((await post(`/passkeys/${id}/remove`, {}, eve.cookie)).body.code).toBe('no-such-passkey')
  expect((await post(`/passkeys/${id}/remove`, {}, cookie)).status).toBe(204)
  expect((await signIn(device)).answer.body.code).toBe('wrong-passkey')
})

test('a challenge works once, and only in the browser that asked for it', async () => {
  const { cookie } = await makeAccount()
  const { device } = await addPasskey(cookie)
  const { begun, response, answer } = await signIn(device)
  expect(answer.status).toBe(200)
  expect((await post('/passkey-sign-in', { response }, begun.cookie)).body.code).toBe('wrong-passkey')

  const [own, other] = [await post('/passkey-sign-in/begin', {}), await post('/passkey-sign-in/begin', {})]
  const stolen = { response: device.get(own.body.options, ORIGIN) }
  expect((await post('/passkey-sign-in', stolen, other.cookie)).body.code).toBe('wrong-passkey')
  expect((await post('/passkey-sign-in', stolen)).body.code).toBe('wrong-passkey')
})

test('a new passkey answers the challenge of its own session, once', async () => {
  const [ada, eve] = [await makeAccount(), await makeAccount()]
  const begun = await post('/passkeys/begin', { password: PASSWORD }, ada.cookie)
  const made = {
    name: 'A device',
    response: createSoftwareAuthenticator().create(begun.body.options, ORIGIN),
  }
  expect((await post('/passkeys', made, eve.cookie)).body.code).toBe('wrong-passkey')
  const answers = await Promise.all([
    post('/passkeys', made, ada.cookie),
    post('/passkeys', made, ada.cookie, 1),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 401])
})

test('another site, a device that counts backwards, and a key of another person open nothing', async () => {
  const { cookie } = await makeAccount()
  const { device } = await addPasskey(cookie)
  expect((await signIn(device, 7)).answer.status).toBe(200)
  expect((await signIn(device, 8, 'https://chat.example.org.evil.example')).answer.body.code).toBe(
    'wrong-passkey',
  )
  expect((await signIn(device, 7)).answer.body.code).toBe('wrong-passkey')
  expect((await signIn(createSoftwareAuthenticator())).answer.body.code).toBe('wrong-passkey')
  expect((await post('/passkey-sign-in', { response: { id: 7 } })).body.code).toBe('wrong-passkey')
})

test('adding one wants the password and an account, and a person has a limited number', async () => {
  const { cookie, person } = await makeAccount()
  expect((await post('/passkeys/begin', { password: 'wrong horse' }, cookie)).body.code).toBe(
    'wrong-password',
  )
  expect((await post('/passkeys/begin', {}, cookie)).body.code).toBe('wrong-password')
  const guest = await signInGuest(servers[0].url, 'Eve')
  expect((await post('/passkeys/begin', {}, guest)).body.code).toBe('needs-account')
  const rows = Array.from({ length: accountLimits.passkeysPerPerson }, () => ({
    ...{ id: newId(), personId: person.id, name: 'A device', counter: 0 },
    ...{ publicKey: new Uint8Array([1]), transports: [] },
  }))
  await database.database.prisma.passkey.createMany({ data: rows })
  expect((await post('/passkeys/begin', { password: PASSWORD }, cookie)).body.code).toBe('too-many-passkeys')
})
