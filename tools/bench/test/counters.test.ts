import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeTestDirectory, type TestDirectory } from '@parley/engines'
import { openWorkCounter, type Work, type WorkCounter } from '../src/counters/count-work'
import { letKafkaTell, letPostgresTell } from '../src/counters/engine-logs'
import { countEach } from '../src/counters/repeat'
import { openAudience, type Audience } from '../src/load/audience'
import { makeBody } from '../src/load/body'
import { openAsker, type Asker } from '../src/system/asker'
import { pour, storedOffset, untilStored } from '../src/system/log'
import { startParley, type Parley } from '../src/system/parley'

// Each bound is the current cost. Lower it with every gain; raise it only with a reason. When several things happen at
// once, the machine decides how they are batched: there the bound is some one and a half times the cost on a quiet
// machine.
const PEOPLE = 20
const ROOMS = 10

let directory: TestDirectory
let parley: Parley
let counter: WorkCounter
let audience: Audience
let asker: Asker
let cursors: { roomId: string; epoch: number; seq: number }[]
let packets = 0

beforeAll(async () => {
  directory = await makeTestDirectory()
  letKafkaTell()
  parley = await startParley({ dataDir: directory.path, say: () => undefined })
  await letPostgresTell(parley.engines.postgres.url)
  counter = await openWorkCounter(parley, directory.path)
  // Every client is in every room, half of them on each server.
  const seats = await parley.seat({
    people: PEOPLE,
    rooms: ROOMS,
    roomsEach: ROOMS,
  })
  audience = await openAudience({ seats, dialect: 'parley', atOnce: PEOPLE })
  audience.listen(() => void (packets += 1))
  cursors = seats[0]!.rooms.map(({ id, epoch, seq }) => ({
    roomId: id,
    epoch,
    seq,
  }))
  asker = await openAsker(seats[0]!.url, seats[0]!.cookie!)
})
afterAll(async () => {
  asker?.close()
  audience?.close()
  counter?.close()
  await parley?.stop()
  await directory?.delete()
})

test('one message', async () => {
  let seen = 0
  const work = await countEach(counter, {
    prepare: async () => {
      packets = 0
      return (await storedOffset(parley.engines)) + 1
    },
    work: async (end) => {
      await say(1)
      await untilStored(parley.engines, end)
      seen = packets
    },
  })
  expectAtMost(work, {
    statements: 1,
    redisOutside: 3,
    redisInside: 10,
    kafkaProduces: 1,
    writes: 30,
  })
  expect(seen).toBe(PEOPLE)
})

test('20 messages of 20 people in one room at once', async () => {
  const work = await countEach(counter, {
    prepare: async () => (await storedOffset(parley.engines)) + PEOPLE,
    work: async (end) => {
      await say(PEOPLE)
      await untilStored(parley.engines, end)
    },
  })
  expectAtMost(work, {
    statements: 4,
    redisOutside: 11,
    redisInside: 36,
    kafkaProduces: 6,
    writes: 170,
  })
})

test('one connect with the sync of 10 rooms', async () => {
  const work = await countConnects(1)
  expectAtMost(work, {
    statements: 3,
    redisOutside: 10,
    redisInside: 20,
    kafkaProduces: 0,
    writes: 18,
  })
})

test('20 connects at once with the sync of 10 rooms', async () => {
  const work = await countConnects(PEOPLE)
  expectAtMost(work, {
    statements: 40,
    redisOutside: 125,
    redisInside: 250,
    kafkaProduces: 0,
    writes: 300,
  })
})

test('a catch-up of 10 rooms with 3 missed each', async () => {
  const missed = 3 * ROOMS
  const end = (await storedOffset(parley.engines)) + missed
  await pour(
    parley.engines,
    Array.from({ length: missed }, (_, n) => cursors[n % ROOMS]!.roomId),
  )
  await untilStored(parley.engines, end)
  const work = await countEach(counter, {
    prepare: () => Promise.resolve(),
    work: () => asker.ask('rooms:sync', { rooms: cursors }),
  })
  expectAtMost(work, {
    statements: 3,
    redisOutside: 10,
    redisInside: 20,
    kafkaProduces: 0,
    writes: 15,
  })
})

test('the newest page of a room', async () => {
  const work = await countEach(counter, {
    prepare: () => Promise.resolve(),
    work: () => asker.ask('history:page', { roomId: cursors[0]!.roomId }),
  })
  expectAtMost(work, {
    statements: 1,
    redisOutside: 1,
    redisInside: 2,
    kafkaProduces: 0,
    writes: 3,
  })
})

test('the list of 10 rooms', async () => {
  const { url, cookie } = audience.clients[0]!.seat
  const work = await countEach(counter, {
    prepare: () => Promise.resolve(),
    work: async () => (await fetch(`${url}/api/v1/rooms`, { headers: { cookie: cookie! } })).arrayBuffer(),
  })
  expectAtMost(work, {
    statements: 3,
    redisOutside: 12,
    redisInside: 0,
    kafkaProduces: 0,
    writes: 5,
  })
})

/** Resolves when all are acknowledged. */
async function say(count: number): Promise<void> {
  const speakers = audience.speakers.filter(({ room }) => room.number === 0).slice(0, count)
  await Promise.all(
    speakers.map(
      (speaker, index) =>
        new Promise<void>((resolve, reject) =>
          audience.say(speaker, makeBody({ room: 0, index, plannedMs: 0 }), (refusal) =>
            refusal === null ? resolve() : reject(new Error(refusal)),
          ),
        ),
    ),
  )
}

async function countConnects(count: number): Promise<Work> {
  const seats = audience.clients.slice(0, count).map(({ seat }) => seat)
  let last: Audience | null = null
  const work = await countEach(counter, {
    prepare: async () => last?.close(),
    work: async () =>
      void (last = await openAudience({
        seats,
        dialect: 'parley',
        atOnce: count,
      })),
  })
  last!.close()
  return work
}

function expectAtMost(work: Work, bound: Work): void {
  const above = (Object.keys(bound) as (keyof Work)[]).filter((name) => work[name] > bound[name])
  expect(above, `${JSON.stringify(work)}\n${counter.explain().join('\n')}`).toEqual([])
}
