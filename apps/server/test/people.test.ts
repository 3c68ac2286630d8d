import { peopleList, person } from '@parley/protocol'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { signInGuest } from './guest'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'

let database: Awaited<ReturnType<typeof makeDatabase>>
let server: ServerHere

beforeAll(async () => {
  database = await makeDatabase()
  server = await startServerHere('1', { DATABASE_URL: database.url, REDIS_URL: redisUrl(7) })
})
afterAll(async () => {
  await server?.close()
  await database?.drop()
})

async function get(cookie: string, path: string): Promise<unknown> {
  return (await fetch(`${server.url}/api/v1${path}`, { headers: { cookie } })).json()
}

test('people are looked up by id, one or many at once; unknown ids are left out', async () => {
  const cookies = [await signInGuest(server.url, 'Ada'), await signInGuest(server.url, 'Bo')] as const
  const [ada, bo] = [person.parse(await get(cookies[0], '/me')), person.parse(await get(cookies[1], '/me'))]
  const lookUp = async (...ids: string[]) => {
    const query = new URLSearchParams(ids.map((id) => ['id', id]))
    return peopleList.parse(await get(cookies[0], `/people?${query.toString()}`)).people
  }
  expect(await lookUp(bo.id)).toEqual([bo])
  expect(bo).toMatchObject({ name: 'Bo', isGuest: true })
  const both = await lookUp('nobody', ada.id, bo.id)
  expect(both.sort((a, b) => a.name.localeCompare(b.name))).toEqual([ada, bo])
  expect(await lookUp('nobody')).toEqual([])
})

test('a guest has the name that was typed, and a session of thirty days in one cookie', async () => {
  // A server of its own: a change of its settings takes effect only at its start.
  const own = await startServerHere('2', { DATABASE_URL: database.url, REDIS_URL: redisUrl(7) })
  onTestFinished(() => own.close())
  const joined = await fetch(`${own.url}/api/v1/guests`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Cleo' }),
  })
  const cleo = person.parse(await joined.json())
  expect(cleo).toMatchObject({ name: 'Cleo', isGuest: true })
  expect(joined.headers.getSetCookie()).toEqual([expect.stringContaining('session_token=')])
  const { expiresAt } = await database.database.prisma.session.findFirstOrThrow({
    where: { userId: cleo.id },
  })
  expect((expiresAt.getTime() - Date.now()) / 86_400_000).toBeCloseTo(30, 1)
})
