import { connectRedis, createDelivery, waitForRedis } from '@parley/delivery'
import { encodeRoomEvent, ok, type Cursor, type RoomEvent } from '@parley/protocol'
import { createLogger } from '@parley/service'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createReadMissed, type ReadMissed } from '../src/catch-up/read-missed'
import { createReadPage } from '../src/catch-up/read-page'
import { createIsRecovering } from '../src/catch-up/recovery'
import { roomsSync } from '../src/events/rooms-sync'
import { newId } from './guest'
import { makeDatabase, redisUrl } from './running-server'

const logger = createLogger('server', 'fatal')
const redis = connectRedis(redisUrl(12), { role: 'commands' })
const delivery = createDelivery({ redis })
let made: Awaited<ReturnType<typeof makeDatabase>>

beforeAll(async () => {
  made = await makeDatabase()
  await waitForRedis(redis, 10_000)
})
afterAll(async () => {
  redis.disconnect()
  await made?.drop()
})

/** The answer to a member who asks with this cursor alone. */
async function sync(readMissed: ReadMissed, cursor: Cursor) {
  const answerSync = roomsSync({ readMissed, isMember: () => Promise.resolve(ok(true)) })
  const answer = await answerSync({ emit: () => true } as never, { rooms: [cursor] })
  return answer.ok ? answer.value.rooms[0] : answer
}

test('2.8: while a recovery barrier stands no client is told to reload, and none gets a page: acknowledged messages may be missing there', async () => {
  const { history, offsets, events } = made.database
  const [roomId, partition] = [newId(), 1]
  const isRecovering = createIsRecovering(() => offsets.next(partition))
  const readMissed = createReadMissed({ delivery, history, isRecovering, logger })
  const readPage = createReadPage({ delivery, history, isRecovering, logger })
  const ask = () => sync(readMissed, { roomId, epoch: 1, seq: 1 })
  const page = () => readPage(roomId, null, 10)

  // A persister starts an epoch: it found the head lost when the log ended at 2.
  const request = { roomId, by: 'persister' as const, storedOffset: 0, events: [] }
  const lost = await delivery.sequence(request)
  if (lost.kind !== 'no-epoch') throw new Error(lost.kind)
  await delivery.sequence({ ...request, startEpoch: { highest: 1, recoveryBarrier: 2, loss: lost.loss } })
  const { fencingToken } = await offsets.takeOver(partition)
  for (const baseOffset of [0, 1]) {
    expect(await ask()).toMatchObject({ kind: 'later' })
    expect(await page()).toMatchObject({ ok: false, failure: { code: 'not-confirmed', retryable: true } })
    await events.store({
      partition,
      fencingToken,
      baseOffset,
      nextOffset: baseOffset + 1,
      events: [],
      deadLetters: [],
    })
  }
  expect(await ask()).toMatchObject({ kind: 'reload' })
  expect(await page()).toMatchObject({ ok: true })
})

test('2.2: PostgreSQL answers up to persistedSeq, the tail above it: an event that is not stored yet is not left out', async () => {
  const { history, events, offsets } = made.database
  const [roomId, partition] = [newId(), 2]
  const readMissed = createReadMissed({
    delivery,
    history,
    isRecovering: () => Promise.resolve(false),
    logger,
  })
  const said = ['a', 'b', 'c'].map((body): RoomEvent => {
    return { kind: 'message', id: newId(), roomId, authorId: 'ada', authorName: 'Ada', body, at: 1 }
  })
  await delivery.startEpoch(roomId, 0)
  const sequenced = await delivery.sequence({
    ...{ roomId, by: 'server', storedOffset: 0 },
    events: said.map((event) => ({ id: event.id, event: encodeRoomEvent(event) })),
  })
  if (sequenced.kind !== 'sequenced') throw new Error(sequenced.kind)
  const { epoch } = sequenced
  const numbered = said.map((event, i) => ({ seq: epoch + 1 + i, epoch, event }))

  // The second stands further back in the log than the third.
  const stored = [numbered[0]!, numbered[2]!]
  const { fencingToken } = await offsets.takeOver(partition)
  await events.store({
    partition,
    fencingToken,
    baseOffset: 0,
    nextOffset: 2,
    events: stored,
    deadLetters: [],
  })
  await delivery.trim(roomId, { ids: stored.map(({ event }) => event.id) })
  expect(await sync(readMissed, { roomId, epoch, seq: epoch })).toEqual({
    ...{ kind: 'events', roomId, epoch, seq: epoch + 3 },
    events: numbered,
  })
})
