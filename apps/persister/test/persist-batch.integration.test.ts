// The path back on real PostgreSQL and Redis: what tools/path-model plays with arrays in place of PostgreSQL.
import { randomUUID } from 'node:crypto'
import { migrate, openDatabase, type Database } from '@parley/database'
import { connectRedis, createDelivery, waitForRedis, type Delivery } from '@parley/delivery'
import { createTestDatabase } from '@parley/engines/testing'
import { encodeRoomEvent, type RoomEvent, type RoomEventsPacket } from '@parley/protocol'
import { createLog } from '@parley/service'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Stretch } from '../src/batch'
import { createDeliverMissing } from '../src/deliver-missing'
import { NotOwnerError } from '../src/not-owner'
import { createPersistBatch } from '../src/persist-batch'
import { createSeedHead } from '../src/seed-head'

const log = createLog('persister', 'warn')
const redis = connectRedis(process.env['TEST_REDIS_URL']!, { role: 'commands' })
let made: Awaited<ReturnType<typeof createTestDatabase>>
let database: Database
let delivery: Delivery
let partition = 0
let roomId: string
let logEnd: number
let shown: RoomEventsPacket[]

beforeAll(async () => {
  made = await createTestDatabase()
  await migrate({ url: made.url })
  database = openDatabase({ url: made.url })
  await waitForRedis(redis, 10_000)
})
afterAll(async () => {
  redis.disconnect()
  await database.close()
  await made.drop()
})
beforeEach(() => {
  partition++
  roomId = newId()
  logEnd = 0
  shown = []
  delivery = createDelivery({ redis, prefix: `test-${randomUUID()}` })
})

function persister() {
  const { events, history, offsets } = database
  const seedHead = createSeedHead({
    delivery,
    history,
    offsets,
    eventLog: { end: () => Promise.resolve(logEnd) },
    log,
  })
  const broadcast = (packet: RoomEventsPacket) => void shown.push(packet)
  const deliverMissing = createDeliverMissing({ delivery, seedHead, broadcast })
  const nowMs = () => performance.now()
  return createPersistBatch({ events, offsets, delivery, deliverMissing, nowMs, log })
}

function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

function said(body: string): RoomEvent {
  return { kind: 'message', id: newId(), roomId, authorId: 'ada', authorName: 'Ada', body, at: 1 }
}

/** What stands in the log from `from` on, read under a claim. */
function stretchOf(generation: number, from: number, events: RoomEvent[]): Stretch {
  const records = events.map((event, i) => ({ offset: from + i, key: roomId, value: encodeRoomEvent(event) }))
  logEnd = Math.max(logEnd, from + events.length)
  return { partition, generation, from, next: from + events.length, records }
}

test('a room that Redis has lost is seeded, stored and shown; with the last that was lost its wall is gone', async () => {
  const { generation } = await database.offsets.claim(partition)
  const [first, second] = [said('first'), said('second')]
  logEnd = 2
  const persistBatch = persister()

  await persistBatch(stretchOf(generation, 0, [first]))
  const stored = await database.events.find(roomId, first.id)
  expect(stored).toMatchObject({ seq: stored!.epoch + 1 })
  expect(await delivery.read(roomId, 0)).toMatchObject({ epoch: stored!.epoch, wall: 2 })

  await persistBatch(stretchOf(generation, 1, [second]))
  expect(await delivery.read(roomId, 0)).toMatchObject({ seq: stored!.epoch + 2, wall: null, events: [] })
  expect(shown.flatMap(({ events }) => events.map(({ event }) => event.id))).toEqual([first.id, second.id])
})

test('a number that PostgreSQL has given to another message: the room is numbered anew, and both are kept', async () => {
  await delivery.seed(roomId, 0)
  const [head] = await delivery.heads([roomId])
  const seq = head!.seq + 1
  const { generation } = await database.offsets.claim(partition)
  const kept = { seq, epoch: head!.epoch, event: said('stored under this number before Redis forgot it') }
  await database.events.store({ partition, generation, from: 0, next: 1, events: [kept], deadLetters: [] })

  const event = said('gets the same number from Redis')
  await persister()(stretchOf(generation, 1, [event]))
  const stored = await database.events.find(roomId, event.id)
  expect(stored!.epoch).toBeGreaterThan(kept.epoch)
  expect(stored!.seq).toBeGreaterThan(seq)
  expect(await database.events.find(roomId, kept.event.id)).toEqual(kept)
  expect(await delivery.heads([roomId])).toEqual([{ epoch: stored!.epoch, seq: stored!.seq }])
})

test('1.2: who lost its partition begins no epoch and stores nothing', async () => {
  const zombie = await database.offsets.claim(partition)
  await database.offsets.claim(partition)
  const event = said('is the new owner’s')
  await expect(persister()(stretchOf(zombie.generation, 0, [event]))).rejects.toBeInstanceOf(NotOwnerError)
  expect(await delivery.heads([roomId])).toEqual([null])
  expect(await database.events.find(roomId, event.id)).toBeNull()
  expect(shown).toEqual([])
})

test('what was numbered before Redis lost it is not numbered again when PostgreSQL has it', async () => {
  const { generation } = await database.offsets.claim(partition)
  const event = said('once')
  const persistBatch = persister()
  await persistBatch(stretchOf(generation, 0, [event]))
  const stored = await database.events.find(roomId, event.id)
  await delivery.forget(roomId)
  await persistBatch(stretchOf(generation, 1, [event]))
  expect(await database.events.find(roomId, event.id)).toEqual(stored)
  expect(shown).toHaveLength(1)
})
