import { makeTestDirectory, startPostgres, type RunningEngine, type TestDirectory } from '@parley/engines'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { said, newId } from '../test/make'
import { isDataError, isTransient, migrate, openDatabase, type Database } from './index'

let directory: TestDirectory
let postgres: RunningEngine
let database: Database
const poolErrors: Error[] = []

beforeAll(async () => {
  directory = await makeTestDirectory()
  postgres = await startPostgres({ dataDir: directory.path })
  await migrate({ url: postgres.url })
  database = openDatabase({
    url: postgres.url,
    maxConnections: 2,
    onPoolError: (error) => poolErrors.push(error),
  })
}, 120_000)
afterAll(async () => {
  await database.close()
  await postgres.stop()
  await directory.delete()
}, 60_000)

const caught = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  )
const kindOf = (error: unknown) => [isTransient(error), isDataError(error)]
const TRANSIENT = [true, false]

const questions: [string, () => Promise<unknown>][] = [
  [
    'a batch',
    () =>
      database.events.store({
        partition: 0,
        fencingToken: 0,
        baseOffset: 0,
        nextOffset: 1,
        events: [said(newId(), 1)],
        deadLetters: [],
      }),
  ],
  ['known ids', () => database.events.known([{ roomId: newId(), id: newId() }])],
  ['history', () => database.history.highestSeq(newId())],
  ['offsets', () => database.offsets.next(0)],
  ['sessions', () => database.sessions.byTokens(['token'])],
  ['rooms', () => database.rooms.mine('ada')],
  ['a membership', () => database.members.roomsOf('ada')],
]

test('a killed database does not kill the process, and everything continues when it is back', async () => {
  await Promise.all(questions.map(([, ask]) => ask()))
  await postgres.kill('SIGKILL')
  for (const [name, ask] of questions) {
    const begun = performance.now()
    expect(kindOf(await caught(ask())), name).toEqual(TRANSIENT)
    expect(performance.now() - begun, name).toBeLessThan(3_000)
  }
  expect(poolErrors.length).toBeGreaterThan(0)
  await postgres.restart()
  for (const [, ask] of questions) await ask()
}, 60_000)

test('a database stopped in the middle of a transaction leaves nothing of it', async () => {
  const { prisma } = database
  const error = await caught(
    prisma.$transaction(async (tx) => {
      await tx.room.create({ data: { name: 'half', nameKey: 'half' } })
      await postgres.kill('SIGINT')
      await tx.room.create({ data: { name: 'whole', nameKey: 'whole' } })
    }),
  )
  expect(kindOf(error)).toEqual(TRANSIENT)
  await postgres.restart()
  expect(await prisma.room.count()).toBe(0)
}, 60_000)

test('a database that hangs rejects in time', async () => {
  await database.offsets.all()
  await postgres.kill('SIGSTOP') // accepts no new connections; existing ones continue
  const asked = Array.from({ length: 5 }, () => caught(database.prisma.$queryRaw`select pg_sleep(60)::text`))
  expect((await Promise.all(asked)).map(kindOf)).toEqual(asked.map(() => TRANSIENT))
  await postgres.kill('SIGCONT')
  expect(await database.offsets.all()).toBeInstanceOf(Map)
}, 60_000)

test('a lock, a late statement and a late transaction pass by themselves', async () => {
  const { prisma } = database
  const locked = prisma.$transaction(async (tx) => {
    await tx.$executeRaw`lock table rooms in access exclusive mode`
    return caught(
      prisma.$transaction(async (other) => {
        await other.$executeRaw`set local lock_timeout = 50`
        await other.room.count()
      }),
    )
  })
  expect(kindOf(await locked)).toEqual(TRANSIENT)
  const late = prisma.$transaction([
    prisma.$executeRaw`set local statement_timeout = 50`,
    prisma.$queryRaw`select pg_sleep(5)::text`,
  ])
  expect(kindOf(await caught(late))).toEqual(TRANSIENT)
  const expired = prisma.$transaction(() => new Promise((wake) => setTimeout(wake, 100)), { timeout: 20 })
  expect(kindOf(await caught(expired))).toEqual(TRANSIENT)
})

test('a deadlock passes by itself', async () => {
  const { prisma } = database
  await Promise.all([database.offsets.takeOver(100), database.offsets.takeOver(101)])
  let waiting = 0
  let meet = () => {}
  const bothHaveOne = new Promise<void>((resolve) => (meet = resolve))
  const cross = (first: number, second: number) =>
    prisma.$transaction(async (tx) => {
      await tx.$executeRaw`update partition_offsets set next = 1 where partition = ${first}::int`
      if (++waiting === 2) meet()
      await bothHaveOne
      await tx.$executeRaw`update partition_offsets set next = 1 where partition = ${second}::int`
    })
  const results = await Promise.all([caught(cross(100, 101)), caught(cross(101, 100))])
  expect(results.filter(isTransient)).toHaveLength(1)
})

test('a permanent error without a faulty record is neither transient nor a data error', async () => {
  const unknownKind = database.prisma.$executeRaw`
    insert into changes (room_id, seq, id, message_id, kind, epoch, author_id, author_name, at)
    values (${newId()}::uuid, 1, ${newId()}::uuid, ${newId()}::uuid, 'poll', 1, 'ada', 'Ada', now())`
  expect(kindOf(await caught(unknownKind))).toEqual([false, false])
  const noTable = await caught(database.prisma.$queryRaw`select * from nowhere`)
  expect(kindOf(noTable)).toEqual([false, false])
  expect(kindOf(new TypeError('a bug of ours'))).toEqual([false, false])
  expect([kindOf(undefined), kindOf('text'), kindOf(null)]).toEqual(Array(3).fill([false, false]))
})

test('a database that is closed stays closed', async () => {
  const closed = openDatabase({ url: postgres.url })
  await closed.offsets.all()
  await closed.close()
  await closed.close()
  expect(kindOf(await caught(closed.offsets.all()))).toEqual([false, false])
})
