import { randomUUID } from 'node:crypto'
import { migrate, openDatabase, type Database } from '@parley/database'
import { connectRedis, createDelivery, waitForRedis, type Delivery } from '@parley/delivery'
import { createTestDatabase } from '@parley/engines/testing'
import type { EventLog } from '@parley/event-log'
import { encodeRoomEvent, type RoomEvent } from '@parley/protocol'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ForeignLogError } from '../src/foreign-log'
import { checkLogContinuity } from '../src/log-continuity'
import { trimStored } from '../src/trim-stored'

const redis = connectRedis(process.env['TEST_REDIS_URL']!, { role: 'commands' })
let made: Awaited<ReturnType<typeof createTestDatabase>>
let database: Database
let delivery: Delivery
let partition = 0
let roomId: string

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
  delivery = createDelivery({ redis, prefix: `test-${randomUUID()}` })
  await delivery.startEpoch(roomId, 0)
})

function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

function said(body: string): RoomEvent {
  return { kind: 'message', id: newId(), roomId, authorId: 'ada', authorName: 'Ada', body, at: 1 }
}

function logOf(events: RoomEvent[]): Pick<EventLog, 'read'> {
  return {
    async *read(_, from, to) {
      for (const [offset, event] of events.entries())
        if (offset >= from && offset < to) yield { offset, key: roomId, value: encodeRoomEvent(event) }
    },
  }
}

/** Sequences all events and stores the first ones, like a persister that died before it trimmed. */
async function deliverAndStore(events: RoomEvent[], stored: number) {
  const [head] = await delivery.heads([roomId])
  const sequenced = await delivery.sequence({
    roomId,
    by: 'persister',
    storedOffset: 0,
    epoch: head!.epoch,
    events: events.map((event) => ({ id: event.id, event: encodeRoomEvent(event) })),
  })
  if (sequenced.kind !== 'sequenced') throw new Error(`it was ${sequenced.kind}`)
  const { fencingToken } = await database.offsets.takeOver(partition)
  await database.events.store({
    partition,
    fencingToken,
    baseOffset: 0,
    nextOffset: stored,
    events: events
      .slice(0, stored)
      .map((event, i) => ({ event, epoch: sequenced.epoch, seq: sequenced.events[i]!.seq })),
    deadLetters: [],
  })
}

async function retrim(ofPartition: number, next: number, events: RoomEvent[]) {
  const parts = { eventLog: logOf(events), events: database.events, audit: database.audit }
  await trimStored(await checkLogContinuity(ofPartition, next, parts), next, delivery)
}

test('events that were stored but not trimmed are trimmed', async () => {
  const events = [said('one'), said('two'), said('three')]
  await deliverAndStore(events, 2)
  await retrim(partition, 2, events)
  expect(await delivery.countUnstored(roomId)).toBe(1)
})

test('records below the stored offset that are not stored belong to another log: nothing is trimmed, nothing skipped', async () => {
  const events = [said('one'), said('two')]
  await deliverAndStore([...events, said('of the old log')], 2)
  const anew = [said('of the new log'), events[1]!]
  await expect(retrim(partition, 2, anew)).rejects.toThrow(ForeignLogError)
  await expect(retrim(partition, 2, anew)).rejects.toThrow(/record 0 is not stored/)
  expect(await delivery.countUnstored(roomId)).toBe(3)
})

test('a dead letter below the stored offset is accepted', async () => {
  const [stored, refused] = [said('stored'), said('refused by PostgreSQL')]
  await deliverAndStore([stored], 1)
  const { fencingToken } = await database.offsets.takeOver(partition)
  const deadLetters = [{ offset: 1, key: roomId, value: encodeRoomEvent(refused), reason: 'tried' }]
  await database.events.store({
    partition,
    fencingToken,
    baseOffset: 1,
    nextOffset: 2,
    events: [],
    deadLetters,
  })
  await retrim(partition, 2, [stored, refused])
  expect(await delivery.countUnstored(roomId)).toBe(0)
})
