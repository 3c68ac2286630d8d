import type { SequencedEvent } from '@parley/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog, newId, said } from '../test/make'
import { openTestDatabase, type TestDatabase } from '../test/open-test-database'
import { NewerChangeError, type Database } from './index'

const OLD = 1_795_000_000_000_000
const NEW = 1_795_000_900_000_000

let database: Database
let opened: TestDatabase
const roomId = newId()
// Two epochs, as Redis leaves them behind after it lost its data.
const history = [1, 2, 3]
  .map((n) => said(roomId, OLD + n, { epoch: OLD }))
  .concat([1, 2, 3].map((n) => said(roomId, NEW + n, { epoch: NEW })))

beforeAll(async () => {
  opened = await openTestDatabase()
  database = opened.database
  const elsewhere = [1, 2, 3].map((n) => said(newId(), OLD + n, { epoch: OLD }))
  await createLog(database, 0).store([...history, ...elsewhere].reverse())
})
afterAll(() => opened.drop())

const seqs = (events: SequencedEvent[]) => events.map(({ seq }) => seq)
const all = seqs(history)

test('the newest page comes in rising order, with its epochs', async () => {
  expect(await database.history.messagesBefore(roomId, null, 100)).toEqual(history)
  expect(seqs(await database.history.messagesBefore(roomId, null, 2))).toEqual(all.slice(4))
})

test('pages join without gap or repeat over the border of an epoch', async () => {
  const page = (before: number | null, limit: number) =>
    database.history.messagesBefore(roomId, before, limit)
  const newest = seqs(await page(null, 2))
  const middle = seqs(await page(newest[0]!, 2))
  const oldest = seqs(await page(middle[0]!, 5))
  expect([...oldest, ...middle, ...newest]).toEqual(all)
  expect(await page(oldest[0]!, 5)).toEqual([])
})

test('events after a cursor end at the given seq, or at the limit', async () => {
  const after = (seq: number, upto: number, limit: number) =>
    database.history.changesAfter(roomId, seq, upto, limit)
  expect(seqs(await after(OLD + 1, NEW + 2, 100))).toEqual(all.slice(1, 5))
  expect(seqs(await after(0, NEW + 3, 3))).toEqual(all.slice(0, 3))
  expect(await after(NEW + 3, NEW + 3, 100)).toEqual([])
})

test('the highest seq is that of the newest epoch, and 0 in an empty room', async () => {
  expect(await database.history.highestSeq(roomId)).toBe(NEW + 3)
  expect(await database.history.highestSeq(newId())).toBe(0)
})

test('a kind of change that a newer version stored: messages are read, changes are refused', async () => {
  const room = newId()
  const { prisma, history } = database
  await createLog(database, 1).store([said(room, 1)])
  await prisma.$executeRaw`alter table changes drop constraint changes_kind_check`
  await prisma.$executeRaw`
    insert into changes (room_id, seq, id, message_id, kind, epoch, author_id, author_name, at)
    values (${room}::uuid, 2, ${newId()}::uuid, ${newId()}::uuid, 'poll', 1, 'ada', 'Ada', now())`
  await expect(history.changesAfter(room, 1, 2, 10)).rejects.toBeInstanceOf(NewerChangeError)
  expect(seqs(await history.messagesBefore(room, null, 10))).toEqual([1])
})
