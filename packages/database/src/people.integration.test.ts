import { LOBBY_ID } from '@parley/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog, makePerson, newId, said } from '../test/make'
import { openTestDatabase, type TestDatabase } from '../test/open-test-database'
import { ensureLobby, type Database } from './index'

let database: Database
let opened: TestDatabase

beforeAll(async () => {
  opened = await openTestDatabase()
  database = opened.database
  await ensureLobby(database)
})
afterAll(() => opened.drop())

const LONG_AGO = new Date('2026-01-01')
const BEFORE = new Date('2026-06-01')

async function makeGuest(id: string, { createdAt = LONG_AGO, isAnonymous = true } = {}) {
  await makePerson(database, id, { isAnonymous })
  await database.prisma.user.update({ where: { id }, data: { createdAt } })
  await database.members.join(LOBBY_ID, id)
}

async function makeRoom(createdBy: string, name: string): Promise<string> {
  const made = await database.rooms.create({ name, createdBy })
  if (made.kind !== 'created') throw new Error(made.kind)
  return made.room.id
}

async function deleteAll() {
  return database.people.deleteAbandonedGuests({ joinedBefore: BEFORE, after: '', limit: 100 })
}

test('people are found by their ids, many at once, and with whether they are guests', async () => {
  await makePerson(database, 'found-guest', { isAnonymous: true })
  await makePerson(database, 'found-account', { isAnonymous: false })
  const found = await database.people.find(['found-guest', 'nobody', 'found-account'])
  expect(new Map(found.map(({ id, isGuest }) => [id, isGuest]))).toEqual(
    new Map([
      ['found-guest', true],
      ['found-account', false],
    ]),
  )
  await database.prisma.user.deleteMany({ where: { id: { startsWith: 'found-' } } })
})

test('abandoned guests who never wrote anything are deleted, and nobody else', async () => {
  await makeGuest('abandoned')
  await makeGuest('with-session')
  await makeGuest('writer')
  await makeGuest('young', { createdAt: new Date() })
  await makeGuest('account', { isAnonymous: false })
  const expiresAt = new Date(Date.now() + 3_600_000)
  await database.prisma.session.create({ data: { id: 's', token: 's', userId: 'with-session', expiresAt } })
  await createLog(database, 1).store([said(LOBBY_ID, 1, { authorId: 'writer' })])

  expect(await deleteAll()).toEqual({ deleted: 1, roomIds: [], next: null })
  const left = (await database.prisma.user.findMany()).map(({ id }) => id)
  expect(left.sort()).toEqual(['account', 'with-session', 'writer', 'young'])
  const members = await database.prisma.membership.findMany({ where: { personId: 'abandoned' } })
  expect(members).toEqual([])
})

test('rooms that they created are deleted with them if they have no other member and no message', async () => {
  await makeGuest('maker')
  const [empty, told, shared] = [
    await makeRoom('maker', 'empty'),
    await makeRoom('maker', 'told'),
    await makeRoom('maker', 'shared'),
  ]
  await createLog(database, 2).store([said(told, 1, { authorId: 'writer' })])
  await database.members.join(shared, 'writer')
  expect(await deleteAll()).toMatchObject({ deleted: 1, roomIds: [empty] })
  const rooms = await database.prisma.room.findMany({ where: { id: { in: [empty, told, shared] } } })
  expect(rooms.map(({ id }) => id).sort()).toEqual([told, shared].sort())
})

test('guests are checked page by page', async () => {
  const ids = Array.from({ length: 5 }, (_, i) => `page-${i}-${newId()}`).sort()
  for (const id of ids) await makeGuest(id)
  let deleted = 0
  const ends: (string | null)[] = []
  for (let after: string | null = 'page-'; after !== null; after = ends.at(-1)!) {
    const page = await database.people.deleteAbandonedGuests({ joinedBefore: BEFORE, after, limit: 2 })
    deleted += page.deleted
    ends.push(page.next)
  }
  expect(deleted).toBe(5)
  expect(ends.slice(0, 2)).toEqual([ids[1], ids[3]])
})

test('an index answers whether a user ever wrote', async () => {
  const plan = await database.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`set local enable_seqscan = off`
    return tx.$queryRaw<Record<string, string>[]>`explain select 1 from messages where author_id = 'ada'`
  })
  expect(JSON.stringify(plan)).toContain('messages_author_id_idx')
})
