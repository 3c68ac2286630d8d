import { LOBBY_ID, limits } from '@parley/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changed, createLog, makePerson, makeRoom, newId, said } from '../test/make'
import { openTestDatabase, type TestDatabase } from '../test/open-test-database'
import { ensureLobby, type Database } from './index'

let database: Database
let opened: TestDatabase

beforeAll(async () => {
  opened = await openTestDatabase()
  database = opened.database
  await makePerson(database, 'ada')
  await makePerson(database, 'bob', { isAnonymous: true })
})
afterAll(() => opened.drop())

test('the lobby is created once, even by several processes at once', async () => {
  await Promise.all(Array.from({ length: 10 }, () => ensureLobby(database)))
  await ensureLobby(database)
  await database.members.join(LOBBY_ID, 'ada')
  expect(await database.rooms.mine('ada')).toMatchObject([{ id: LOBBY_ID, name: 'Lobby', isLobby: true }])
})

test('the creator of a room is its member, and no other room may have its name', async () => {
  const made = await database.rooms.create({ name: 'Plans', topic: 'what next', createdBy: 'ada' })
  if (made.kind !== 'created') throw new Error(made.kind)
  expect(await database.rooms.get(made.room.id, 'ada')).toEqual(made.room)
  expect(await database.members.isMember({ roomId: made.room.id, personId: 'ada' })).toBe(true)
  const again = await Promise.all(
    ['plans', ' PLANS ', 'Ｐｌａｎｓ'].map((name) => database.rooms.create({ name, createdBy: 'bob' })),
  )
  expect(again.map(({ kind }) => kind)).toEqual(['name-taken', 'name-taken', 'name-taken'])
})

test("the list of rooms shows each room's last message and how far the user has read", async () => {
  const room = await makeRoom(database, 'ada', 'bob')
  await createLog(database, 1).store([
    said(room, 41, { authorId: 'bob' }),
    said(room, 42, { authorId: 'bob' }),
  ])
  await database.members.markRead(room, 'ada', 41)
  const seenBy = (person: string) => database.rooms.get(room, person)
  const common = { id: room, isLobby: false, memberCount: 2, lastSeq: 42 }
  expect(await seenBy('ada')).toMatchObject({ ...common, isMember: true, readSeq: 41 })
  expect(await seenBy('bob')).toMatchObject({ ...common, isMember: true, readSeq: 42 })
  expect(await seenBy('nobody')).toMatchObject({ ...common, isMember: false, readSeq: 0 })
})

test('5.4: the last message of a room is the last one that is not deleted', async () => {
  const room = await makeRoom(database, 'ada')
  const [kept, gone] = [said(room, 51, { authorId: 'bob' }), said(room, 52, { authorId: 'bob' })]
  await createLog(database, 1).store([kept, gone, changed(gone, 53, { kind: 'deletion' })])
  expect(await database.rooms.get(room, 'ada')).toMatchObject({ lastSeq: 51 })
})

test('the own rooms are listed at once, and the others are found by name, page by page', async () => {
  const { members, rooms } = database
  await makePerson(database, 'eve')
  const own = await makeRoom(database, 'eve')
  await members.join(LOBBY_ID, 'eve')
  expect((await rooms.mine('eve')).map(({ id }) => id)).toEqual([LOBBY_ID, own])

  for (const name of ['Zebra talk', 'ÉLAN', 'Big ZEBRAS', 'Insides', '100%_true'])
    await rooms.create({ name, createdBy: 'ada' })
  const browse = async (page: Parameters<typeof rooms.browse>[1]) => rooms.browse('eve', page)
  const found = async (search: string) => (await browse({ search })).rooms.map(({ name }) => name)
  expect(await found('zebra')).toEqual(['Big ZEBRAS', 'Zebra talk'])
  expect(await found('élan')).toEqual(['ÉLAN'])
  expect(await found('inside')).toEqual(['Insides'])
  expect(await found('side')).toEqual(['Insides'])
  expect(await found('%_')).toEqual(['100%_true'])
  expect(await found('nothing like it')).toEqual([])

  const all = (await browse({ limit: 1_000 })).rooms
  expect(all.map(({ id }) => id)).not.toContain(own)
  expect(all.every(({ isMember, isLobby }) => !isMember && !isLobby)).toBe(true)
  const paged: string[] = []
  for (let after: string | undefined; ; after = paged.at(-1)) {
    const page = await browse({ limit: 2, ...(after && { after }) })
    paged.push(...page.rooms.map(({ id }) => id))
    if (!page.more) break
  }
  expect(paged).toEqual(all.map(({ id }) => id))
})

test('joining and leaving may be repeated', async () => {
  const room = await makeRoom(database)
  const { members } = database
  expect(await Promise.all([members.join(room, 'bob'), members.join(room, 'bob')])).toContain('joined')
  await members.markRead(room, 'bob', 7)
  expect(await members.join(room, 'bob')).toBe('already-member')
  expect(await members.markRead(room, 'bob', 3)).toEqual({ seq: 7, hasRisen: false })
  expect(await members.markRead(room, 'bob', 8)).toEqual({ seq: 8, hasRisen: true })
  expect(await members.markRead(room, 'bob', 7)).toEqual({ seq: 8, hasRisen: false })
  expect(await members.roomsOf('bob')).toContain(room)
  expect([await members.leave(room, 'bob'), await members.leave(room, 'bob')]).toEqual([true, false])
  expect(await members.roomsOf('bob')).not.toContain(room)
  expect(await members.markRead(room, 'bob', 8)).toBeNull()
})

test('a missing or archived room cannot be joined', async () => {
  const room = await makeRoom(database)
  await database.prisma.room.update({ where: { id: room }, data: { archivedAt: new Date() } })
  expect(await database.members.join(room, 'ada')).toBe('no-such-room')
  expect(await database.members.join(newId(), 'ada')).toBe('no-such-room')
  expect(await database.rooms.get(room, 'ada')).toBeNull()
})

test('a user joins no more rooms than the limit', async () => {
  await makePerson(database, 'collector')
  await database.prisma.$executeRaw`
    with made as (
      insert into rooms (id, name, name_key)
      select gen_random_uuid(), n::text, 'collected ' || n from generate_series(1, ${limits.roomsPerPerson}::int) n
      returning id
    )
    insert into memberships (room_id, person_id) select id, 'collector' from made`
  const room = await makeRoom(database)
  expect(await database.members.join(room, 'collector')).toBe('too-many-rooms')
  expect(await database.rooms.create({ name: 'one more', createdBy: 'collector' })).toEqual({
    kind: 'too-many-rooms',
  })
  expect(await database.rooms.mine('collector')).toHaveLength(limits.roomsPerPerson)
})

test('a user creates no more rooms than the limit', async () => {
  await makePerson(database, 'founder')
  await database.prisma.$executeRaw`
    insert into rooms (id, name, name_key, created_by)
    select gen_random_uuid(), n::text, 'founded ' || n, 'founder'
    from generate_series(1, ${limits.roomsCreatedPerPerson}::int) n`
  expect(await database.rooms.create({ name: 'one more room', createdBy: 'founder' })).toEqual({
    kind: 'too-many-rooms-created',
  })
  await database.prisma.room.updateMany({
    where: { createdBy: 'founder', name: '1' },
    data: { archivedAt: new Date() },
  })
  expect(await database.rooms.create({ name: 'one more room', createdBy: 'founder' })).toMatchObject({
    kind: 'created',
  })
})

test('questions about memberships asked at once each get their own answer', async () => {
  const room = await makeRoom(database, 'ada')
  const asked = ['bob', 'ada', 'nobody', 'ada'].map((personId) =>
    database.members.isMember({ roomId: room, personId }),
  )
  expect(await Promise.all(asked)).toEqual([false, true, false, true])
})

test('members come page by page', async () => {
  const room = await makeRoom(database, 'ada', 'bob', 'eve')
  const first = await database.members.of(room, { limit: 2 })
  expect(first.more).toBe(true)
  const rest = await database.members.of(room, { limit: 2, after: first.members[1]!.id })
  expect(rest.more).toBe(false)
  await database.members.leave(room, 'bob')
  expect(await database.members.of(room, { limit: 1, after: 'bob' })).toMatchObject({
    members: [{ id: 'ada' }],
  })
  expect([...first.members, ...rest.members]).toEqual([
    { id: 'ada', name: 'Name of ada', isGuest: false, role: 'member' },
    { id: 'bob', name: 'Name of bob', isGuest: true, role: 'member' },
    { id: 'eve', name: 'Name of eve', isGuest: false, role: 'member' },
  ])
})
