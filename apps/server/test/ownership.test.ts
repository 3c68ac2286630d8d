import { accountLimits } from '@parley/protocol/accounts'
import { until } from '@parley/testkit/until'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { connectGuest, joinAsGuest } from './guest'
import { makeDatabase, redisUrl, startServer, type RunningServer } from './running-server'

const PASSWORD = 'correct horse'
const CUT_WITHIN_MS = 1_000

let database: Awaited<ReturnType<typeof makeDatabase>>
let engines: { DATABASE_URL: string; REDIS_URL: string; PUBLIC_URL: string }
let servers: [RunningServer, RunningServer]

beforeAll(async () => {
  database = await makeDatabase()
  engines = { DATABASE_URL: database.url, REDIS_URL: redisUrl(15), PUBLIC_URL: 'https://chat.example.org' }
  servers = await Promise.all([startServer('1', engines), startServer('2', engines)])
})
afterAll(async () => {
  await Promise.all((servers ?? []).map((server) => server.stop()))
  await database?.drop()
})

const post = (path: string, body: object, cookie = '') =>
  fetch(`${servers[1].url}/api/v1${path}`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const codeOf = async (response: Response) => ((await response.json()) as { code?: string }).code
const cookieOf = (response: Response) => response.headers.getSetCookie().map((line) => line.split(';')[0])[0]!
const get = async (path: string, cookie: string) =>
  (await fetch(`${servers[0].url}/api/v1${path}`, { headers: { cookie } })).json() as Promise<
    Record<string, unknown>
  >

let count = 0
async function makeAccount() {
  const userName = `person-${++count}`
  const made = await post('/accounts', { name: 'Ada', userName, password: PASSWORD })
  expect(made.status).toBe(201)
  return { userName, cookie: cookieOf(made) }
}

/** The links that these servers have logged. */
function loggedLinks(of: readonly RunningServer[]): string[] {
  return of
    .flatMap((server) => server.lines())
    .flatMap((line) => (line.includes('"link"') ? [(JSON.parse(line) as { link: string }).link] : []))
}
const tokenOf = (link: string) => new URL(link).hash.slice(1)

/** One account of these has become the owner. */
async function makeOwner() {
  await database.database.prisma.user.updateMany({ data: { role: 'member' } })
  const owner = await makeAccount()
  await database.database.prisma.user.update({ where: { username: owner.userName }, data: { role: 'owner' } })
  return owner
}

test('of two servers that start at once, one prints the link, and of two users at once, one becomes the owner', async () => {
  await until('a link', 10_000, () => loggedLinks(servers).length > 0)
  const [link = ''] = loggedLinks(servers)
  expect(loggedLinks(servers)).toEqual([link])
  expect(link).toMatch(/^https:\/\/chat\.example\.org\/owner#[\w-]{43}$/)
  const token = tokenOf(link)
  expect(await database.database.prisma.verification.findMany()).not.toContainEqual(
    expect.objectContaining({ value: token }),
  )

  const guest = await joinAsGuest(servers[0].url, 'Eve')
  expect(await codeOf(await guest.post('/owner', { token }))).toBe('needs-account')
  guest.socket.close()
  const people = [await makeAccount(), await makeAccount()]
  expect(await codeOf(await post('/owner', { token: `${token}x` }, people[0]!.cookie))).toBe('link-used')
  const answers = await Promise.all(people.map(({ cookie }) => post('/owner', { token }, cookie)))
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 410])
  const roles = await Promise.all(people.map(async ({ cookie }) => (await get('/account', cookie)).role))
  expect(roles.sort()).toEqual(['member', 'owner'])

  // There is an owner: a server that starts now prints no link.
  const third = await startServer('3', engines)
  onTestFinished(() => third.stop())
  expect(loggedLinks([third])).toEqual([])
})

test('a link that nobody used is replaced at a later start, and an expired one makes no owner', async () => {
  const { prisma } = database.database
  await prisma.user.updateMany({ data: { role: 'member' } })
  const { oneTimeLinks } = database.database
  const now = Date.now()
  const offer = (hash: string, replaceBefore: number, expiresAt = now + 60_000) =>
    oneTimeLinks.offerOwnership({
      hash,
      expiresAt: new Date(expiresAt),
      replaceBefore: new Date(replaceBefore),
    })
  expect(await offer('one', now - 60_000)).toBe(true)
  expect(await offer('two', now - 60_000)).toBe(false)
  expect(await offer('three', now + 60_000, now - 1)).toBe(true)
  const { userName } = await makeAccount()
  const { id } = await prisma.user.findUniqueOrThrow({ where: { username: userName } })
  for (const hash of ['one', 'two', 'three'])
    expect(await oneTimeLinks.takeOwnership(id, hash)).toBe('link-used')
  expect(await offer('four', now - 60_000)).toBe(true)
  expect(await oneTimeLinks.takeOwnership(id, 'four')).toBe('taken')
})

test('the owner makes a link with which somebody sets a new password once; all other sessions end', async () => {
  const [owner, bo] = [await makeOwner(), await makeAccount()]
  const { socket } = await connectGuest(servers[0].url, bo.cookie)
  const made = await post('/recovery-links', { userName: bo.userName.toUpperCase() }, owner.cookie)
  expect(made.status).toBe(201)
  const { link, expiresAt } = (await made.json()) as { link: string; expiresAt: number }
  expect(link).toMatch(/^https:\/\/chat\.example\.org\/recover#[\w-]{43}$/)
  expect((expiresAt - Date.now()) / 3_600_000).toBeCloseTo(accountLimits.recoveryLinkHours, 1)

  const recovery = { token: tokenOf(link), password: 'another horse' }
  expect(await codeOf(await post('/recover-by-link', { ...recovery, password: 'short' }))).toBe(
    'password-too-short',
  )
  const answers = await Promise.all([post('/recover-by-link', recovery), post('/recover-by-link', recovery)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
  await until('cut on the other server', CUT_WITHIN_MS, () => !socket.connected)
  expect((await get('/me', bo.cookie)).code).toBe('not-signed-in')
  const recovered = answers.find(({ ok }) => ok)!
  expect((await get('/account', cookieOf(recovered))).userName).toBe(bo.userName)
  expect((await post('/sign-in', { userName: bo.userName, password: recovery.password })).status).toBe(200)
})

test('a second link voids the first, and an expired one sets no password', async () => {
  const [owner, bo] = [await makeOwner(), await makeAccount()]
  const makeLink = async () => {
    const made = await post('/recovery-links', { userName: bo.userName }, owner.cookie)
    return tokenOf(((await made.json()) as { link: string }).link)
  }
  const [first, second] = [await makeLink(), await makeLink()]
  expect(await codeOf(await post('/recover-by-link', { token: first, password: PASSWORD }))).toBe('link-used')
  const { prisma } = database.database
  await prisma.verification.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } })
  expect(await codeOf(await post('/recover-by-link', { token: second, password: PASSWORD }))).toBe(
    'link-used',
  )
  expect(await database.database.oneTimeLinks.deleteExpired(500)).toBeGreaterThan(0)
  expect(await prisma.verification.count()).toBe(0)
})

test('nobody but the owner makes such links, and a name that nobody has gets none', async () => {
  const [owner, bo] = [await makeOwner(), await makeAccount()]
  expect(await codeOf(await post('/recovery-links', { userName: owner.userName }, bo.cookie))).toBe(
    'not-the-owner',
  )
  expect(await codeOf(await post('/recovery-links', { userName: 'nobody' }, bo.cookie))).toBe('not-the-owner')
  expect(await codeOf(await post('/recovery-links', { userName: 'nobody' }, owner.cookie))).toBe(
    'no-such-account',
  )
  expect((await post('/recovery-links', { userName: bo.userName })).status).toBe(401)
})
