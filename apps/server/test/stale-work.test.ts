import { connectRedis, createDelivery, waitForRedis } from '@parley/delivery'
import { hearRoom } from '@parley/delivery/testing'
import { openEventLog, type EventLog } from '@parley/event-log'
import { encodeRoomEvent, type RoomEvent } from '@parley/protocol'
import { createLogger } from '@parley/service'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createStoredOffset } from '../src/catch-up/stored-offset'
import { createBacklog } from '../src/publish/backlog'
import { createSequenceRoom } from '../src/publish/sequence-room'
import { createPublisher } from '../src/publish/publisher'
import { createDuplicateLookup } from '../src/publish/duplicate-lookup'
import { newId } from './guest'
import { makeDatabase, redisUrl } from './running-server'

const REDIS = redisUrl(11)
const ELEVEN_MINUTES_MS = 11 * 60_000
const logger = createLogger('server', 'fatal')
const redis = connectRedis(REDIS, { role: 'commands' })
const delivery = createDelivery({ redis })

let made: Awaited<ReturnType<typeof makeDatabase>>
let eventLog: EventLog

beforeAll(async () => {
  made = await makeDatabase()
  await waitForRedis(redis, 10_000)
  const kafkaBrokers = process.env.TEST_KAFKA_BROKERS!
  eventLog = await openEventLog({ kind: 'kafka', kafkaBrokers, redisUrl: REDIS })
})
afterAll(async () => {
  await eventLog?.close()
  redis.disconnect()
  await made?.drop()
})

type DuplicateLookup = ReturnType<typeof createDuplicateLookup>

/** The path of one server that can be stopped, in a room of its own. */
async function makePath() {
  const { events, offsets } = made.database
  const roomId = newId()
  const hearer = await hearRoom(REDIS, roomId)
  const duplicateLookup = createDuplicateLookup({ delivery, events })
  const storedOffset = createStoredOffset(offsets, eventLog)
  let now = 0
  const nowMs = () => now
  const event: RoomEvent = {
    ...{ kind: 'message', id: newId(), roomId, authorId: 'ada', authorName: 'Ada', body: 'said', at: 1 },
  } as const

  function publish(
    stops: { append?: typeof eventLog.append; duplicateLookup?: DuplicateLookup },
    epoch: number,
  ) {
    const backlog = createBacklog({ most: 50_000, countUnstored: delivery.countUnstored, nowMs })
    const sequenceRoom = createSequenceRoom({
      ...{
        delivery,
        duplicateLookup: stops.duplicateLookup ?? duplicateLookup,
        storedOffset,
        backlog,
        nowMs,
        logger,
      },
      isSequencing: async () => true,
    })
    const appending = { append: stops.append ?? ((records) => eventLog.append(records)) }
    const takesRecords = () => true
    const parts = {
      eventLog: appending,
      takesRecords,
      isLive: () => true,
      backlog,
      sequenceRoom,
      nowMs,
      logger,
    }
    return createPublisher(parts).publish(event, epoch)
  }

  /** Another server and a persister sequence and store it, and after ten minutes Redis forgets the id. */
  async function storeMeanwhile() {
    const request = { roomId, storedOffset: 0, events: [{ id: event.id, event: encodeRoomEvent(event) }] }
    const sequenced = await delivery.sequence({ ...request, by: 'persister' })
    if (sequenced.kind !== 'sequenced') throw new Error(sequenced.kind)
    const partition = eventLog.partitionOf(roomId)
    const { fencingToken, nextOffset: baseOffset } = await offsets.takeOver(partition)
    const stored = { event, epoch: sequenced.epoch, seq: sequenced.events[0]!.seq }
    const batch = {
      partition,
      fencingToken,
      baseOffset,
      nextOffset: baseOffset + 1,
      events: [stored],
      deadLetters: [],
    }
    expect(await events.store(batch)).toBe(batch.events.length)
    await delivery.trim(roomId, { ids: [event.id], keepSeconds: 0 })
    now += ELEVEN_MINUTES_MS
    return stored
  }

  const shown = async () => (await hearer.packets()).flatMap(({ events }) => events.map(({ seq }) => seq))
  return { roomId, event, shown, close: hearer.close, duplicateLookup, publish, storeMeanwhile }
}

test('3.6: a server that was stopped during its append gives no second seq to an event stored since', async () => {
  const { roomId, event, shown, close, duplicateLookup, publish, storeMeanwhile } = await makePath()
  await delivery.startEpoch(roomId, 0)
  const [head] = await delivery.heads([roomId])
  let stored: unknown
  const append: typeof eventLog.append = async (records) => {
    await eventLog.append(records)
    stored = await storeMeanwhile()
  }
  const answer = await publish({ append }, head!.epoch)
  expect(answer).toMatchObject({ ok: false, failure: { code: 'not-confirmed', retryable: true } })
  expect(await shown()).toEqual([head!.epoch + 1]) // from the other server
  close()
  expect(await delivery.heads([roomId])).toMatchObject([{ epoch: head!.epoch, seq: head!.epoch + 1 }])
  expect(await delivery.countUnstored(roomId)).toBe(0)
  // The answer to a sender who then asks again.
  expect(await duplicateLookup.find(event)).toEqual({ ok: true, value: stored })
})

test('3.6: nor does a server that was stopped when PostgreSQL had just answered that it is not stored', async () => {
  const { roomId, shown, close, duplicateLookup, publish, storeMeanwhile } = await makePath()
  await delivery.startEpoch(roomId, 0)
  const [head] = await delivery.heads([roomId])
  const findInDatabase: DuplicateLookup['findInDatabase'] = async (identity) => {
    const found = await duplicateLookup.findInDatabase(identity)
    await storeMeanwhile()
    return found
  }
  const answer = await publish({ duplicateLookup: { ...duplicateLookup, findInDatabase } }, 0)
  expect(answer).toMatchObject({ ok: false, failure: { code: 'not-confirmed' } })
  expect(await shown()).toEqual([head!.epoch + 1]) // from the other server
  close()
  expect(await delivery.heads([roomId])).toMatchObject([{ epoch: head!.epoch, seq: head!.epoch + 1 }])
})
