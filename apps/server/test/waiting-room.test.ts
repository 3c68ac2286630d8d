import { randomUUID } from 'node:crypto'
import { connectRedis, createDelivery, waitForRedis } from '@parley/delivery'
import { until } from '@parley/testkit/until'
import { encodeRoomEvent, type Result, type SequencedEvent } from '@parley/protocol'
import { createLogger } from '@parley/service'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createIsSequencing, createIsRecovering } from '../src/catch-up/recovery'
import { createSequenceRoom } from '../src/publish/sequence-room'
import { createDuplicateLookup } from '../src/publish/duplicate-lookup'
import { newId } from './guest'

const BARRIER = 10
const redis = connectRedis(process.env.TEST_REDIS_URL!, { role: 'commands' })

beforeAll(() => waitForRedis(redis, 10_000))
afterAll(() => redis.disconnect())

test('1.15: while a room waits for the persister, PostgreSQL is not asked for its events again and again', async () => {
  const delivery = createDelivery({ redis, prefix: `test-${randomUUID()}` })
  const roomId = newId()
  const asked = { forEvents: 0, whetherNumbered: 0 }
  let stored = 0
  const storedOffset = () => Promise.resolve(stored)
  const isSequencing = createIsSequencing(delivery, createIsRecovering(storedOffset))
  const findInDatabase = () => {
    asked.forEvents += 1
    return Promise.resolve(null)
  }
  const nowMs = () => performance.now()
  const sequenceRoom = createSequenceRoom({
    delivery,
    duplicateLookup: createDuplicateLookup({ delivery, events: { find: findInDatabase } }),
    storedOffset,
    isSequencing(room) {
      asked.whetherNumbered += 1
      return isSequencing(room)
    },
    backlog: { note: () => {}, isFull: () => Promise.resolve(false) },
    nowMs,
    logger: createLogger('server', 'fatal'),
  })
  const askedMore = (times: number) => {
    const from = asked.whetherNumbered
    return until('asked some more', 5_000, async () => asked.whetherNumbered >= from + times)
  }

  const results: Result<SequencedEvent>[] = []
  const entries = ['one', 'two'].map((body) => {
    const event = {
      kind: 'message' as const,
      id: newId(),
      roomId,
      authorId: 'ada',
      authorName: 'Ada',
      body,
      at: 1,
    }
    return {
      event,
      record: encodeRoomEvent(event),
      epoch: 0,
      takenAt: nowMs(),
      resolve: (result: Result<SequencedEvent>) => void results.push(result),
    }
  })
  const sequenced = sequenceRoom(entries)
  await askedMore(3)
  const byPersister = { roomId, by: 'persister' as const, storedOffset: 0, events: [] }
  const found = await delivery.sequence(byPersister)
  const loss = found.kind === 'no-epoch' ? found.loss : ''
  await delivery.sequence({ ...byPersister, startEpoch: { highest: 0, recoveryBarrier: BARRIER, loss } })
  await askedMore(3)
  expect(asked.forEvents).toBe(0)

  stored = BARRIER
  await sequenced
  expect(results).toMatchObject(['one', 'two'].map((body) => ({ ok: true, value: { event: { body } } })))
  expect(asked.forEvents).toBeGreaterThan(0)
})
