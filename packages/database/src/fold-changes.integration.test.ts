import { fold, type SequencedMessage } from '@parley/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changed, createLog, newId, said } from '../test/make'
import { openTestDatabase, type TestDatabase } from '../test/open-test-database'
import type { Database } from './index'

let database: Database
let opened: TestDatabase
let log: ReturnType<typeof createLog>

beforeAll(async () => {
  opened = await openTestDatabase()
  database = opened.database
  log = createLog(database, 0)
})
afterAll(() => opened.drop())

const standing = async ({ event }: SequencedMessage) =>
  (await database.history.messagesBefore(event.roomId, null, 10)).find((each) => each.event.id === event.id)

function conversation() {
  const roomId = newId()
  const message = said(roomId, 1)
  const changes = [
    changed(message, 2, { kind: 'edit', body: 'better' }),
    changed(message, 3, { kind: 'reaction', emoji: '👍', on: true }, 'bo'),
    changed(message, 4, { kind: 'edit', body: 'best' }),
    changed(message, 5, { kind: 'reaction', emoji: '👍', on: false }, 'bo'),
    changed(message, 6, { kind: 'reaction', emoji: '🎉', on: true }, 'ada'),
  ]
  return { roomId, message, changes, folded: changes.reduce(fold, message) }
}

test('a message with its changes in one batch is stored folded, and a reader who missed the changes gets each of them', async () => {
  const { roomId, message, changes, folded } = conversation()
  await log.store([message, ...changes])
  expect(await standing(message)).toEqual(folded)
  expect(await database.history.changesAfter(roomId, 1, 99, 99)).toEqual(changes)
  expect(await database.history.changesAfter(roomId, 0, 1, 99)).toEqual([folded])
  for (const change of changes) expect(await database.events.find(roomId, change.event.id)).toEqual(change)
})

test('batches in another order than that of the seqs, and repeated, give the same result', async () => {
  const { message, changes, folded } = conversation()
  await log.store([message])
  expect(await standing(message)).toEqual(message)
  for (const change of changes.toReversed()) await log.store([change])
  expect(await standing(message)).toEqual(folded)
  await log.store([...changes])
  expect(await standing(message)).toEqual(folded)
})

test('a deletion is final, and removes every text of the message', async () => {
  const roomId = newId()
  const message = said(roomId, 1, { body: 'a secret' })
  const [before, deletion, after] = [
    changed(message, 2, { kind: 'edit', body: 'a secret still' }),
    changed(message, 3, { kind: 'deletion' }),
    changed(message, 4, { kind: 'edit', body: 'a secret again' }),
  ]
  await log.store([message, before])
  await log.store([deletion])
  await log.store([after])
  expect((await standing(message))?.event.body).toBe('')
  expect((await standing(message))?.changes).toMatchObject({ version: 4, deleted: { seq: 3, by: 'ada' } })
  const rows = await database.prisma.$queryRaw<unknown[]>`
    select room_id from messages where room_id = ${roomId}::uuid and body like '%secret%'
    union all select room_id from changes where room_id = ${roomId}::uuid and body like '%secret%'`
  expect(rows).toEqual([])
})

test('a change of an unknown message takes its seq and has no other effect', async () => {
  const { roomId, message, changes } = conversation()
  const unheard = said(roomId, 1)
  expect(await log.store([message, changed(unheard, 2, { kind: 'edit', body: 'of what?' })])).toBe(2)
  expect(await database.history.messagesBefore(roomId, null, 10)).toEqual([message])
  expect(await database.history.highestSeq(roomId)).toBe(2)
  await log.store(changes.slice(1))
})

test("a change does not move anybody's cursor, nor the last message of its room", async () => {
  const person = newId()
  await database.prisma.user.create({ data: { id: person, name: 'Cy', email: `${person}@example.org` } })
  const { id: roomId } = await database.prisma.room.create({ data: { name: 'a room', nameKey: newId() } })
  await database.members.join(roomId, person)
  const message = said(roomId, 7, { authorId: 'somebody else' })
  await log.store([message, changed(message, 8, { kind: 'reaction', emoji: '👍', on: true }, person)])
  expect(await database.rooms.get(roomId, person)).toMatchObject({ lastSeq: 7, readSeq: 0 })
})
