import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createLog, makePerson, makeRoom, newId, said } from '../test/make'
import { openTestDatabase, type TestDatabase } from '../test/open-test-database'
import { isDataError, isTransient, SeqConflictError, type TakenPartition, type Database } from './index'

let database: Database
let opened: TestDatabase
let partition = 0
let roomId: string

beforeAll(async () => {
  opened = await openTestDatabase()
  database = opened.database
  await makePerson(database, 'ada')
})
afterAll(() => opened.drop())
beforeEach(() => {
  partition++
  roomId = newId()
})

const counts = async () => {
  const where = { roomId }
  return [await database.prisma.message.count({ where }), await database.prisma.change.count({ where })]
}
const caught = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  )

test('a batch is stored with its offset, even if its room and author do not exist', async () => {
  const events = [said(roomId, 1), said(roomId, 2, { authorId: 'nobody' })]
  expect(await createLog(database, partition).store(events)).toBe(2)
  expect(await counts()).toEqual([2, 2])
  expect(await database.offsets.next(partition)).toBe(2)
  expect(await database.events.find(roomId, events[0]!.event.id)).toEqual(events[0])
})

test('the largest and smallest seqs and times come back unchanged', async () => {
  const event = said(roomId, 2 ** 53 - 1, {
    epoch: 1_795_000_000_123_456,
    at: 8_640_000_000_000_000,
    body: '😀\n"{}\\',
  })
  await createLog(database, partition).store([event])
  expect(await database.events.find(roomId, event.event.id)).toEqual(event)
  expect(await database.history.highestSeq(roomId)).toBe(2 ** 53 - 1)
})

test('of two persisters that store the same partition at once exactly one wins', async () => {
  const { fencingToken } = await database.offsets.takeOver(partition)
  for (let round = 0; round < 20; round++) {
    const batches = [1, 2, 3].map((owner) => ({
      partition,
      fencingToken,
      baseOffset: round,
      nextOffset: round + 1,
      events: [said(roomId, round * 10 + owner)],
      deadLetters: [],
    }))
    const results = await Promise.all(batches.map((batch) => database.events.store(batch)))
    expect(results.filter((result) => result === 1)).toHaveLength(1)
    expect(await counts()).toEqual([round + 1, round + 1])
  }
})

test('a batch at a stale offset, or of a partition without an owner, stores nothing', async () => {
  const batch = {
    partition,
    fencingToken: 1,
    baseOffset: 0,
    nextOffset: 1,
    events: [said(roomId, 1)],
    deadLetters: [],
  }
  expect(await database.events.store(batch)).toBe('fenced')
  expect(await database.offsets.takeOver(partition)).toEqual({ nextOffset: 0, fencingToken: 1 })
  expect(await database.events.store({ ...batch, baseOffset: 5, nextOffset: 6 })).toBe('fenced')
  expect(await counts()).toEqual([0, 0])
})

test('partitions stored at once share a transaction; a lost one and a refused one do not affect the others', async () => {
  const partitions = Array.from({ length: 6 }, () => partition++)
  const batches = await Promise.all(
    partitions.map(async (each, i) => {
      const { fencingToken } = await database.offsets.takeOver(each)
      const events = [said(roomId, 10 * i + 1), said(roomId, 10 * i + 2)]
      return { partition: each, fencingToken, baseOffset: 0, nextOffset: 2, events, deadLetters: [] }
    }),
  )
  const store = (changed: Partial<(typeof batches)[number]>[]) =>
    Promise.all(
      batches.map((batch, i) => database.events.store({ ...batch, ...changed[i] }).catch(isDataError)),
    )
  expect(await store([{ fencingToken: 7 }, { baseOffset: 1 }])).toEqual(['fenced', 'fenced', 2, 2, 2, 2])
  expect(await counts()).toEqual([8, 8])

  const refused = { baseOffset: 2, nextOffset: 3, events: [said(roomId, 100, { body: 'a\u0000b' })] }
  const more = batches
    .slice(2)
    .map((_batch, i) => ({ baseOffset: 2, nextOffset: 3, events: [said(roomId, 101 + i)] }))
  expect(await store([{}, refused, ...more])).toEqual([2, true, 1, 1, 1, 1])
  expect(await counts()).toEqual([14, 14])
})

test('a persister that lost its partition stores nothing, even before the new owner has stored anything', async () => {
  const zombie = await database.offsets.takeOver(partition)
  const owner = await database.offsets.takeOver(partition)
  expect(owner).toEqual({ nextOffset: 0, fencingToken: zombie.fencingToken + 1 })
  const isOwner = ({ fencingToken }: TakenPartition) => database.offsets.isOwner(partition, fencingToken)
  expect(await Promise.all([zombie, owner].map(isOwner))).toEqual([false, true])
  const batch = { partition, baseOffset: 0, nextOffset: 1, events: [said(roomId, 1)], deadLetters: [] }
  expect(await database.events.store({ ...batch, ...zombie, nextOffset: 1 })).toBe('fenced')
  expect(await counts()).toEqual([0, 0])
  expect(await database.events.store({ ...batch, ...owner, nextOffset: 1 })).toBe(1)
  expect(await database.offsets.takeOver(partition)).toEqual({
    nextOffset: 1,
    fencingToken: owner.fencingToken + 1,
  })
})

test.each([
  ['U+0000', { body: 'a\u0000b' }],
  ['an id that is none', { id: 'nonsense' }],
])('one event with %s lets its whole batch fail, as an error of the data', async (_, bad) => {
  const letter = { offset: 1, key: 'k', value: 'v', reason: 'r' }
  const events = [said(roomId, 1), said(roomId, 2, bad), said(roomId, 3)]
  const { fencingToken } = await database.offsets.takeOver(partition)
  const error = await caught(
    database.events.store({
      partition,
      fencingToken,
      baseOffset: 0,
      nextOffset: 4,
      events,
      deadLetters: [letter],
    }),
  )
  expect([isDataError(error), isTransient(error)]).toEqual([true, false])
  expect(await counts()).toEqual([0, 0])
  expect(await database.prisma.deadLetter.count({ where: { partition } })).toBe(0)
  expect(await database.offsets.next(partition)).toBe(0)
})

test('3.4: when one part of a batch cannot be stored, none of it is', async () => {
  const letter = { offset: -1, key: 'k', value: 'v', reason: 'r' }
  const { fencingToken } = await database.offsets.takeOver(partition)
  const batch = {
    partition,
    fencingToken,
    baseOffset: 0,
    nextOffset: 2,
    events: [said(roomId, 1)],
    deadLetters: [letter],
  }
  await expect(database.events.store(batch)).rejects.toThrow()
  expect(await counts()).toEqual([0, 0])
  expect(await database.offsets.next(partition)).toBe(0)
})

test('3.15: a constraint that refuses an event is no fault of the event: it may be older', async () => {
  const events = [said(roomId, 1), said(roomId, 2, { body: '' })]
  const { fencingToken } = await database.offsets.takeOver(partition)
  const error = await caught(
    database.events.store({ partition, fencingToken, baseOffset: 0, nextOffset: 2, events, deadLetters: [] }),
  )
  expect([isDataError(error), isTransient(error)]).toEqual([false, false])
  expect(await counts()).toEqual([0, 0])
  expect(await database.offsets.next(partition)).toBe(0)
})

test('a stored event stays unchanged, whatever a repeat of it says', async () => {
  const log = createLog(database, partition)
  const first = said(roomId, 1)
  await log.store([first])
  const again = { ...first, event: { ...first.event, body: 'another text' } }
  const renumbered = { ...again, seq: 7 }
  expect(await log.store([again, renumbered, again])).toBe(0)
  expect(await counts()).toEqual([1, 1])
  expect(await database.events.find(roomId, first.event.id)).toEqual(first)
  expect(await database.offsets.next(partition)).toBe(4)
})

test('two events with the same seq throw an error that names them', async () => {
  const log = createLog(database, partition)
  const [stored, other] = [said(roomId, 1), said(roomId, 1)]
  await log.store([stored])
  const error = await caught(log.store([said(roomId, 2), other]))
  expect(error).toBeInstanceOf(SeqConflictError)
  expect((error as SeqConflictError).conflicts).toEqual([
    { roomId, seq: 1, id: other.event.id, storedId: stored.event.id },
  ])
  expect([isDataError(error), isTransient(error)]).toEqual([false, false])
  expect(await counts()).toEqual([1, 1])
  expect(await database.offsets.next(partition)).toBe(1)
})

test('the same seq, and the same id, may stand in two rooms', async () => {
  const elsewhere = newId()
  const here = said(roomId, 1)
  const there = said(elsewhere, 1, { id: here.event.id })
  await createLog(database, partition).store([here, there])
  expect(await database.events.find(elsewhere, here.event.id)).toEqual(there)
})

test('dead letters are kept byte for byte, once', async () => {
  const letter = { offset: 0, key: 'key\u0000', value: '{"body":"a\u0000b 😀"}', reason: 'holds \u0000' }
  const { fencingToken } = await database.offsets.takeOver(partition)
  const batch = {
    partition,
    fencingToken,
    baseOffset: 0,
    nextOffset: 1,
    events: [],
    deadLetters: [letter, letter],
  }
  expect(await database.events.store(batch)).toBe(0)
  const rows = await database.prisma.deadLetter.findMany({ where: { partition } })
  const kept = rows.map(({ offset, key, value, reason }) => ({
    offset: Number(offset),
    key: Buffer.from(key).toString(),
    value: Buffer.from(value).toString(),
    reason,
  }))
  expect(kept).toEqual([{ ...letter, reason: 'holds \\u0000' }])
})

test("sending moves the author's own read cursor forward, and nobody else's", async () => {
  await makePerson(database, 'bob')
  const room = await makeRoom(database, 'ada', 'bob')
  const cursors = () =>
    Promise.all(['ada', 'bob'].map(async (person) => (await database.members.markRead(room, person, 0))?.seq))
  const log = createLog(database, partition)
  await log.store([said(room, 5), said(room, 6), said(room, 7, { authorId: 'stranger' })])
  expect(await cursors()).toEqual([6, 0])
  await database.members.markRead(room, 'ada', 9)
  await log.store([said(room, 8)])
  expect(await cursors()).toEqual([9, 0])
})

test('an id is known only in its room, with its seq and its author', async () => {
  const event = said(roomId, 3, { epoch: 2, authorId: 'bob' })
  await createLog(database, partition).store([event])
  const { id } = event.event
  const known = await database.events.known([
    { roomId, id },
    { roomId, id: newId() },
  ])
  expect([...known]).toEqual([[`${roomId}/${id}`, { seq: 3, epoch: 2, authorId: 'bob' }]])
  expect(await database.events.known([{ roomId: newId(), id }])).toEqual(new Map())
  expect(await database.events.known([])).toEqual(new Map())
  expect(await database.events.find(newId(), id)).toBeNull()
})

test('offsets start at 0 and are listed', async () => {
  expect(await database.offsets.next(partition)).toBe(0)
  await createLog(database, partition).store([said(roomId, 1)])
  expect((await database.offsets.all()).get(partition)).toBe(1)
})
