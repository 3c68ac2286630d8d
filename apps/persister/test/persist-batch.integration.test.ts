// The path back on real PostgreSQL and Redis: tools/path-model runs the same with arrays in place of PostgreSQL.
import { randomUUID } from 'node:crypto'
import { migrate, openDatabase, type Database } from '@parley/database'
import { connectRedis, createDelivery, waitForRedis, type Delivery } from '@parley/delivery'
import { hearRoom, type RoomHearer } from '@parley/delivery/testing'
import { createTestDatabase } from '@parley/engines/testing'
import { encodeRoomEvent, type RoomEvent } from '@parley/protocol'
import { createLogger } from '@parley/service'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { PartitionBatch } from '../src/partition-batch'
import { createSequenceMissing } from '../src/sequence-missing'
import { createFindPositions } from '../src/find-positions'
import { FencedError } from '../src/fenced'
import { createPersistBatch } from '../src/persist-batch'
import { createStartEpoch } from '../src/start-epoch'

const logger = createLogger('persister', 'warn')
const redisUrl = process.env['TEST_REDIS_URL']!
const redis = connectRedis(redisUrl, { role: 'commands' })
let made: Awaited<ReturnType<typeof createTestDatabase>>
let database: Database
let delivery: Delivery
let partition = 0
let roomId: string
let logEnd: number
let hearer: RoomHearer

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
beforeEach(async () => {
  partition++
  roomId = newId()
  logEnd = 0
  delivery = createDelivery({ redis, prefix: `test-${randomUUID()}` })
  hearer = await hearRoom(redisUrl, roomId)
})
afterEach(() => hearer.close())

const shown = async () => (await hearer.packets()).flatMap(({ events }) => events)

/** With another view of PostgreSQL, or another clock. */
function persister({
  events = database.events,
  nowMs = () => performance.now(),
}: {
  events?: Pick<Database['events'], 'known' | 'store'>
  nowMs?: () => number
} = {}) {
  const { history, offsets } = database
  const startEpoch = createStartEpoch({
    delivery,
    history,
    offsets,
    eventLog: { end: () => Promise.resolve(logEnd) },
    logger,
  })
  const findPositions = createFindPositions({ delivery, startEpoch })
  const sequenceMissing = createSequenceMissing({ delivery })
  const persistBatch = createPersistBatch({
    events,
    offsets,
    delivery,
    findPositions,
    sequenceMissing,
    isGivenUp: () => false,
    nowMs,
    logger,
  })
  return (batch: PartitionBatch, isOwned = () => true) => persistBatch(batch, isOwned)
}

function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

function said(body: string): RoomEvent {
  return { kind: 'message', id: newId(), roomId, authorId: 'ada', authorName: 'Ada', body, at: 1 }
}

/** Records of the log from `baseOffset` on, as an owner reads them. */
function batchOf(fencingToken: number, baseOffset: number, events: RoomEvent[]): PartitionBatch {
  const records = events.map((event, i) => ({
    offset: baseOffset + i,
    key: roomId,
    value: encodeRoomEvent(event),
  }))
  logEnd = Math.max(logEnd, baseOffset + events.length)
  return { partition, fencingToken, baseOffset, nextOffset: baseOffset + events.length, records }
}

test('a room that Redis has lost gets a new epoch, is stored and shown; the barrier goes with the last lost event', async () => {
  const { fencingToken } = await database.offsets.takeOver(partition)
  const [first, second] = [said('first'), said('second')]
  logEnd = 2
  const persistBatch = persister()

  await persistBatch(batchOf(fencingToken, 0, [first]))
  const stored = await database.events.find(roomId, first.id)
  expect(stored).toMatchObject({ seq: stored!.epoch + 1 })
  expect(await delivery.read(roomId, 0)).toMatchObject({ epoch: stored!.epoch, recoveryBarrier: 2 })

  await persistBatch(batchOf(fencingToken, 1, [second]))
  expect(await delivery.read(roomId, 0)).toMatchObject({
    seq: stored!.epoch + 2,
    recoveryBarrier: null,
    events: [],
  })
  expect((await shown()).map(({ event }) => event.id)).toEqual([first.id, second.id])
})

test('a seq that PostgreSQL has given to another message: the room starts a new epoch, and both are kept', async () => {
  await delivery.startEpoch(roomId, 0)
  const [head] = await delivery.heads([roomId])
  const seq = head!.seq + 1
  const { fencingToken } = await database.offsets.takeOver(partition)
  const kept = { seq, epoch: head!.epoch, event: said('stored under this number before Redis forgot it') }
  await database.events.store({
    partition,
    fencingToken,
    baseOffset: 0,
    nextOffset: 1,
    events: [kept],
    deadLetters: [],
  })

  const event = said('gets the same number from Redis')
  await persister()(batchOf(fencingToken, 1, [event]))
  const stored = await database.events.find(roomId, event.id)
  expect(stored!.epoch).toBeGreaterThan(kept.epoch)
  expect(stored!.seq).toBeGreaterThan(seq)
  expect(await database.events.find(roomId, kept.event.id)).toEqual(kept)
  expect(await delivery.heads([roomId])).toMatchObject([{ epoch: stored!.epoch, seq: stored!.seq }])
})

test('1.2: a persister that lost its partition starts no epoch and stores nothing', async () => {
  const zombie = await database.offsets.takeOver(partition)
  await database.offsets.takeOver(partition)
  const event = said('is the new owner’s')
  await expect(persister()(batchOf(zombie.fencingToken, 0, [event]))).rejects.toBeInstanceOf(FencedError)
  expect(await delivery.heads([roomId])).toEqual([null])
  expect(await database.events.find(roomId, event.id)).toBeNull()
  expect(await shown()).toEqual([])
})

test('an event sequenced before Redis lost it is not sequenced again if PostgreSQL has it', async () => {
  const { fencingToken } = await database.offsets.takeOver(partition)
  const event = said('once')
  const persistBatch = persister()
  await persistBatch(batchOf(fencingToken, 0, [event]))
  const stored = await database.events.find(roomId, event.id)
  await delivery.forget(roomId)
  await persistBatch(batchOf(fencingToken, 1, [event]))
  expect(await database.events.find(roomId, event.id)).toEqual(stored)
  expect(await shown()).toHaveLength(1)
})

test('1.7: after a loss unstored events take the order of the log', async () => {
  await delivery.startEpoch(roomId, 0)
  const [head] = await delivery.heads([roomId])
  const [ada, ben] = [said('of Ada'), { ...said('of Ben'), authorId: 'ben' }]
  const given = { roomId, by: 'server', storedOffset: 0, epoch: head!.epoch } as const
  // Ben's server was slower to append and quicker to sequence.
  await delivery.sequence({
    ...given,
    events: [ben, ada].map((event) => ({ id: event.id, event: encodeRoomEvent(event) })),
  })
  await delivery.forget(roomId)
  const { fencingToken } = await database.offsets.takeOver(partition)
  await persister()(batchOf(fencingToken, 0, [ada, ben]))
  const stored = await database.history.messagesBefore(roomId, null, 10)
  expect(stored.map(({ event }) => event.id)).toEqual([ada.id, ben.id])
  const order = [ben.id, ada.id, ada.id, ben.id] // before the loss and after it
  expect((await shown()).map(({ event }) => event.id)).toEqual(order)
})

test('3.6: a persister that was stopped after it had asked PostgreSQL asks again, and gives no second seq', async () => {
  await delivery.startEpoch(roomId, 0)
  const event = said('once')
  let nowMs = 0
  const sleeper = await database.offsets.takeOver(partition)
  const events: Pick<Database['events'], 'known' | 'store'> = {
    ...database.events,
    async known(ids) {
      const found = await database.events.known(ids)
      if (nowMs === 0) await storeMeanwhile()
      return found
    },
  }
  /** Another persister gets the partition and stores it; after ten minutes Redis forgets the id. */
  async function storeMeanwhile() {
    const { fencingToken } = await database.offsets.takeOver(partition)
    await persister()(batchOf(fencingToken, 0, [event]))
    await delivery.trim(roomId, { ids: [], keepSeconds: 0 })
    nowMs += 11 * 60_000
  }
  await persister({ events, nowMs: () => nowMs })(batchOf(sleeper.fencingToken, 0, [event]))
  const stored = await database.events.find(roomId, event.id)
  expect((await shown()).map(({ seq }) => seq)).toEqual([stored!.seq])
  expect(await delivery.heads([roomId])).toMatchObject([{ epoch: stored!.epoch, seq: stored!.seq }])
  expect(await delivery.countUnstored(roomId)).toBe(0)
})

test('1.13: a persister that asked PostgreSQL before a new epoch began asks again, and gives no second seq', async () => {
  await delivery.startEpoch(roomId, 0)
  const [event, next] = [said('once'), said('the first one of the new epoch')]
  const sleeper = await database.offsets.takeOver(partition)
  let asked = 0
  const events: Pick<Database['events'], 'known' | 'store'> = {
    ...database.events,
    async known(ids) {
      const found = await database.events.known(ids)
      if (++asked === 1) await storeAndLoseMeanwhile()
      return found
    },
  }
  /**
   * Another persister gets the partition and stores it; Redis is lost, and the room starts an epoch with the next event.
   */
  async function storeAndLoseMeanwhile() {
    const { fencingToken } = await database.offsets.takeOver(partition)
    await persister()(batchOf(fencingToken, 0, [event]))
    await delivery.forget(roomId)
    await persister()(batchOf(fencingToken, 1, [next]))
  }
  const late = persister({ events })(batchOf(sleeper.fencingToken, 0, [event]))
  await expect(late).rejects.toBeInstanceOf(FencedError)
  expect((await shown()).map((each) => each.event.id)).toEqual([event.id, next.id])
  expect(asked).toBe(2)
})

test('3.14: while Redis is down a persister stops waiting for a partition that another one has got meanwhile', async () => {
  const { fencingToken } = await database.offsets.takeOver(partition)
  const away = connectRedis(process.env['TEST_REDIS_URL']!, { role: 'commands' })
  away.disconnect()
  delivery = createDelivery({ redis: away })
  let asked = 0
  const isOwned = () => ++asked < 3
  const event = said('is the next owner’s')
  await expect(persister()(batchOf(fencingToken, 0, [event]), isOwned)).rejects.toBeInstanceOf(FencedError)
  expect(asked).toBe(3)
  expect(await database.events.find(roomId, event.id)).toBeNull()
})

test('a record that PostgreSQL would refuse becomes a dead letter before it gets a seq: the room has no gap', async () => {
  await delivery.startEpoch(roomId, 0)
  const { fencingToken } = await database.offsets.takeOver(partition)
  const [before, refused, after] = [said('before'), said('a\u0000b'), said('after')]
  await persister()(batchOf(fencingToken, 0, [before, refused, after]))
  const stored = await database.history.messagesBefore(roomId, null, 10)
  expect(stored.map(({ event }) => event.id)).toEqual([before.id, after.id])
  expect(stored[1]!.seq).toBe(stored[0]!.seq + 1)
  expect(await database.audit.deadLetters(partition)).toEqual([1])
})
