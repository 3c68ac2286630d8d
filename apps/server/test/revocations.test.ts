import { createHmac } from 'node:crypto'
import { createParley } from '@parley/client'
import { until } from '@parley/testkit/until'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectGuest, joinAsGuest, newId, type Guest } from './guest'
import { environmentOf, makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'

const REDIS = redisUrl(12)
const ANNOUNCED_WITHIN_MS = 1_000

let database: Awaited<ReturnType<typeof makeDatabase>>
let here: ServerHere
let there: ServerHere

beforeAll(async () => {
  database = await makeDatabase()
  const engines = { DATABASE_URL: database.url, REDIS_URL: REDIS }
  ;[here, there] = await Promise.all([startServerHere('1', engines), startServerHere('2', engines)])
})
afterAll(async () => {
  await Promise.all([here?.close(), there?.close()])
  await database?.drop()
})

/** One more session of the same user, as a second device would have. */
async function signInAgain({ cookie }: Guest): Promise<string> {
  const { prisma } = database.database
  const [name, value] = cookie.split('=') as [string, string]
  const token = decodeURIComponent(value).split('.')[0]
  const { userId, expiresAt } = await prisma.session.findUniqueOrThrow({ where: { token } })
  const other = `another ${newId()}`
  await prisma.session.create({ data: { id: newId(), token: other, userId, expiresAt } })
  return `${name}=${encodeURIComponent(`${other}.${sign(other)}`)}`
}

function sign(token: string): string {
  const secret = environmentOf('', 0).BETTER_AUTH_SECRET as string
  return createHmac('sha256', secret).update(token).digest('base64')
}

function signOut({ url }: ServerHere, { cookie }: Guest): Promise<Response> {
  return fetch(`${url}/api/v1/sign-out`, { method: 'POST', headers: { cookie } })
}

test('4.5: signing out ends the sockets of that session on every server within a second, and no others', async () => {
  const onFirst = await joinAsGuest(here.url, 'Ada')
  const onSecond = await connectGuest(there.url, onFirst.cookie)
  const laptop = await signInAgain(onFirst)
  const others = [await connectGuest(here.url, laptop), await connectGuest(there.url, laptop)]
  others.push(await joinAsGuest(here.url, 'Bo'))
  expect((await onSecond.post('/sign-out')).status).toBe(204)
  await until('cut', ANNOUNCED_WITHIN_MS, () => !onFirst.socket.connected && !onSecond.socket.connected)
  for (const other of others) expect(await other.ask('rooms:sync', { rooms: [] })).toMatchObject({ ok: true })
  for (const { socket } of others) socket.close()
})

test('4.5: a user in the middle of the handshake when the session ends is cut, too', async () => {
  const ada = await joinAsGuest(here.url, 'Ada')
  const { prisma } = database.database
  let late!: ReturnType<typeof connectGuest>
  // The handshake has found the session and waits for the user's rooms; meanwhile the session ends.
  await prisma.$transaction(async (lock) => {
    await lock.$executeRaw`lock table memberships in access exclusive mode`
    late = connectGuest(here.url, ada.cookie)
    late.catch(() => undefined)
    await until('a handshake waits', 5_000, async () => {
      const [waiting] = await prisma.$queryRaw<{ count: bigint }[]>`
        select count(*) from pg_locks where not granted and relation = 'memberships'::regclass`
      return Number(waiting?.count) > 0
    })
    expect((await signOut(there, ada)).status).toBe(204)
  })
  const { socket } = await late
  await until('cut', ANNOUNCED_WITHIN_MS, () => !socket.connected)
})

test('4.5: a client whose session ended through another server stops and reports it', async () => {
  const ada = await joinAsGuest(here.url, 'Ada')
  const servers = [here, there].map(({ url }, i) => ({ id: String(i + 1), url }))
  const parley = createParley({ apiUrl: here.url, servers, cookie: ada.cookie, random: () => 0 })
  const kinds: string[] = []
  parley.subscribe(() => kinds.push(parley.getState().connection.kind))
  parley.connect()
  await until('online', 10_000, () => parley.getState().connection.kind === 'online')
  expect((await signOut(there, ada)).status).toBe(204)
  await until('refused', 5_000, () => parley.getState().connection.kind === 'refused')
  expect(parley.getState().connection).toMatchObject({ failure: { code: 'not-signed-in' } })
  expect(kinds.filter((kind) => kind === 'waiting').length).toBeLessThanOrEqual(1)
  parley.close()
})
