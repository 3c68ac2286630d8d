import { connectRedis, createDelivery, waitForRedis, type Delivery } from '@parley/delivery'
import { openEventLog, type EventLog } from '@parley/event-log'
import { decodeRoomEvent, type Room, type SequencedEvent } from '@parley/protocol'
import { until } from '@parley/testkit/until'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { joinAsGuest, newId, type Guest } from './guest'
import { openLink, type Link } from './link'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'

const REDIS = redisUrl(8)
const MOST_UNSTORED = 3

let database: Awaited<ReturnType<typeof makeDatabase>>
let link: Link
let server: ServerHere
let eventLog: EventLog
let delivery: Delivery
const redis = connectRedis(REDIS, { role: 'commands' })

beforeAll(async () => {
  database = await makeDatabase()
  link = await openLink(REDIS)
  await waitForRedis(redis, 10_000)
  delivery = createDelivery({ redis })
  server = await startServerHere('1', {
    DATABASE_URL: database.url,
    REDIS_URL: link.url,
    UNSTORED_MAX_PER_ROOM: String(MOST_UNSTORED),
  })
  eventLog = await openEventLog({
    kind: 'kafka',
    kafkaBrokers: process.env.TEST_KAFKA_BROKERS!,
    redisUrl: REDIS,
  })
})
afterAll(async () => {
  await server?.close()
  await eventLog?.close()
  redis.disconnect()
  await link?.close()
  await database?.drop()
})

async function makeRoom(guest: Guest): Promise<string> {
  const made = await guest.post('/rooms', { name: `room ${newId()}` })
  return ((await made.json()) as Room).id
}

const send = (guest: Guest, roomId: string, body: string, id = newId(), again = false) =>
  guest.ask<SequencedEvent>('message:send', { roomId, id, body, again })

/** The texts of a room in the log. */
async function loggedBodies(roomId: string): Promise<string[]> {
  const partition = eventLog.partitionOf(roomId)
  const bodies: string[] = []
  for await (const { key, value } of eventLog.read(partition, 0, await eventLog.end(partition))) {
    const decoded = decodeRoomEvent(value)
    if (key === roomId && decoded.kind === 'event' && decoded.event.kind === 'message')
      bodies.push(decoded.event.body)
  }
  return bodies
}

test('1.10: above the limit of unstored events new messages of the room are refused before the append; known ones are answered, and storing opens it again', async () => {
  const ada = await joinAsGuest(server.url, 'Ada')
  const [roomId, elsewhere] = [await makeRoom(ada), await makeRoom(ada)]
  const said: { id: string; body: string; event: SequencedEvent }[] = []
  for (const body of ['one', 'two', 'three']) {
    const id = newId()
    const sent = await send(ada, roomId, body, id)
    if (!sent.ok) throw new Error(sent.failure.code)
    said.push({ id, body, event: sent.value })
  }
  for (const again of [false, true]) {
    expect(await send(ada, roomId, 'too much', newId(), again)).toMatchObject({
      ok: false,
      failure: { code: 'storage-behind', retryable: true },
    })
  }
  expect(await loggedBodies(roomId)).toEqual(['one', 'two', 'three'])
  const [{ id, body, event }] = said as [(typeof said)[0]]
  expect(await send(ada, roomId, body, id, true)).toEqual({ ok: true, value: event })
  expect(await send(ada, elsewhere, 'another room')).toMatchObject({ ok: true })

  // A persister's call to Redis after it has stored them.
  await delivery.trim(roomId, { ids: said.map((each) => each.id) })
  await until('it takes messages again', 10_000, async () => (await send(ada, roomId, 'four')).ok)
  expect(await loggedBodies(roomId)).toEqual(['one', 'two', 'three', 'four'])
  ada.socket.close()
})

test('1.11: while Redis is down a message is refused before the append, however often it is sent, and sent once when it is back', async () => {
  const ada = await joinAsGuest(server.url, 'Ada')
  const roomId = await makeRoom(ada)
  link.cut()
  await until('Redis away', 10_000, async () => (await server.metric('parley_live_delayed')) === 1)
  const id = newId()
  for (let times = 0; times < 3; times++) {
    expect(await send(ada, roomId, 'patient', id)).toMatchObject({
      ok: false,
      failure: { code: 'live-unavailable', retryable: true },
    })
  }
  expect(await loggedBodies(roomId)).toEqual([])
  link.heal()
  await until('said', 20_000, async () => (await send(ada, roomId, 'patient', id, true)).ok)
  expect(await loggedBodies(roomId)).toEqual(['patient'])
  ada.socket.close()
})
