import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePerson } from '../test/make'
import { openTestDatabase, type TestDatabase } from '../test/open-test-database'
import { openDatabase, type Database } from './index'

let database: Database
let opened: TestDatabase

beforeAll(async () => {
  opened = await openTestDatabase()
  database = opened.database
})
afterAll(() => opened.drop())

const HOUR_MS = 3_600_000

async function signIn(userId: string, token: string, livesMs: number): Promise<Date> {
  const expiresAt = new Date(Date.now() + livesMs)
  await database.prisma.session.create({ data: { id: `session of ${token}`, token, userId, expiresAt } })
  return expiresAt
}

test('valid sessions are found by their tokens, with their person', async () => {
  await makePerson(database, 'ada')
  await makePerson(database, 'guest', { isAnonymous: true })
  const expiresAt = await signIn('ada', 'a', HOUR_MS)
  await signIn('guest', 'g', HOUR_MS)
  await signIn('ada', 'expired', -1_000)
  const found = await database.sessions.byTokens([
    'a',
    'g',
    'a',
    'expired',
    'unknown',
    "'; drop table people; --",
  ])
  expect([...found.keys()].sort()).toEqual(['a', 'g'])
  expect(found.get('a')).toEqual({
    sessionId: 'session of a',
    personId: 'ada',
    name: 'Name of ada',
    isGuest: false,
    expiresAt,
  })
  expect(found.get('g')).toMatchObject({ personId: 'guest', isGuest: true })
  expect(await database.sessions.byTokens([])).toEqual(new Map())
})

test('expired sessions are deleted, at most `limit` at a time, and no others', async () => {
  await database.sessions.deleteExpired(100)
  await makePerson(database, 'forgetful')
  for (let i = 0; i < 5; i++) await signIn('forgetful', `old ${i}`, -1_000 - i)
  await signIn('forgetful', 'new', HOUR_MS)
  const { deleteExpired } = database.sessions
  expect([
    await deleteExpired(2),
    await deleteExpired(2),
    await deleteExpired(2),
    await deleteExpired(2),
  ]).toEqual([2, 2, 1, 0])
  const left = await database.prisma.session.findMany({ where: { userId: 'forgetful' } })
  expect(left.map(({ token }) => token)).toEqual(['new'])
})

test('deleting expired sessions skips a locked one without waiting', async () => {
  await makePerson(database, 'held')
  await signIn('held', 'in use', -2_000)
  await signIn('held', 'not in use', -1_000)
  await database.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`select 1 from sessions where token = 'in use' for update`
    expect(await database.sessions.deleteExpired(10)).toBe(1)
  })
  expect(await database.sessions.deleteExpired(10)).toBe(1)
})

test('expired sessions are found by their index', async () => {
  const plan = await database.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`set local enable_seqscan = off`
    return tx.$queryRaw<Record<string, string>[]>`
      explain select id from sessions where expires_at <= now() order by expires_at limit 500`
  })
  expect(JSON.stringify(plan)).toContain('sessions_expires_at_idx')
})

test('a session is deleted with its person', async () => {
  await makePerson(database, 'leaver')
  await signIn('leaver', 'l', HOUR_MS)
  expect(await database.people.get('leaver')).toEqual({
    id: 'leaver',
    name: 'Name of leaver',
    isGuest: false,
  })
  await database.prisma.user.delete({ where: { id: 'leaver' } })
  expect(await database.sessions.byTokens(['l'])).toEqual(new Map())
  expect(await database.people.get('leaver')).toBeNull()
})

test('times do not depend on the zone of the server', async () => {
  const name = new URL(opened.url).pathname.slice(1)
  await database.prisma.$executeRawUnsafe(`alter database "${name}" set timezone to 'Asia/Tokyo'`)
  await makePerson(database, 'traveller')
  const expiresAt = await signIn('traveller', 'in UTC', HOUR_MS)
  const abroad = openDatabase({ url: opened.url })
  await abroad.prisma.session.updateMany({ where: { token: 'in UTC' }, data: { updatedAt: expiresAt } })
  const found = await abroad.sessions.byTokens(['in UTC'])
  await abroad.close()
  expect(found.get('in UTC')?.expiresAt).toEqual(expiresAt)
  const row = await database.prisma.session.findUniqueOrThrow({ where: { token: 'in UTC' } })
  expect(row.updatedAt).toEqual(expiresAt)
})
