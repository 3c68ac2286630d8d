import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../test/make'
import { openTestDatabase, type TestDatabase } from '../test/open-test-database'
import { ensureLobby, rekeyRooms, type Database } from './index'

let database: Database
let opened: TestDatabase

beforeAll(async () => {
  opened = await openTestDatabase()
  database = opened.database
  await ensureLobby(database)
})
afterAll(() => opened.drop())

/** A room stored before names were compared by their look. */
async function makeOldRoom(name: string, createdAt: string): Promise<string> {
  const id = newId()
  const data = { id, name, nameKey: name.toLowerCase(), createdAt: new Date(createdAt) }
  await database.prisma.room.create({ data })
  return id
}

const keyOf = async (id: string) => (await database.prisma.room.findUniqueOrThrow({ where: { id } })).nameKey
const create = async (name: string) => (await database.rooms.create({ name, createdBy: 'ada' })).kind

test('rooms that look alike all stay, and the oldest of them keeps the name', async () => {
  await database.prisma.user.create({ data: { id: 'ada', name: 'Ada', email: 'ada@example.org' } })
  const oldest = await makeOldRoom('Gеneral', '2026-01-01')
  const younger = await makeOldRoom('General', '2026-02-02')
  const youngest = await makeOldRoom('General\u200b', '2026-03-03')
  const impostor = await makeOldRoom('Lоbby', '2026-01-01')
  await rekeyRooms(database)
  expect(await keyOf(oldest)).toBe('general')
  const others = await Promise.all([younger, youngest].map(keyOf))
  expect(others).toEqual([`general\u0001${younger}`, `general\u0001${youngest}`])
  expect(await keyOf(impostor)).toBe(`lobby\u0001${impostor}`)
  expect(await create('general')).toBe('name-taken')

  await rekeyRooms(database)
  expect(await Promise.all([younger, youngest].map(keyOf))).toEqual(others)
})
