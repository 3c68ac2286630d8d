import { connectRedis, createDelivery, waitForRedis } from '@parley/delivery'
import type { Room, SequencedEvent } from '@parley/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { joinAsGuest, newId, type Guest } from './guest'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'

const REDIS = redisUrl(9)
const BURST = 3

let database: Awaited<ReturnType<typeof makeDatabase>>
let server: ServerHere
const redis = connectRedis(REDIS, { role: 'commands' })
const delivery = createDelivery({ redis })

beforeAll(async () => {
  database = await makeDatabase()
  await waitForRedis(redis, 10_000)
  server = await startServerHere('1', {
    DATABASE_URL: database.url,
    REDIS_URL: REDIS,
    SEND_BURST: String(BURST),
    GUEST_SEND_RATE_PER_SECOND: '0.001',
  })
})
afterAll(async () => {
  await server?.close()
  redis.disconnect()
  await database?.drop()
})

const send = (guest: Guest, roomId: string, id: string, again: boolean) =>
  guest.ask<SequencedEvent>('message:send', { roomId, id, body: 'said', again })

/** A room of Ada's in which Ben is too, and one message of hers. */
async function makeTalk() {
  const [ada, ben] = await Promise.all(['Ada', 'Ben'].map((name) => joinAsGuest(server.url, name)))
  const made = await ada!.post('/rooms', { name: `room ${newId()}` })
  const { id: roomId } = (await made.json()) as Room
  await ben!.post(`/rooms/${roomId}/join`)
  const id = newId()
  const sent = await send(ada!, roomId, id, false)
  if (!sent.ok) throw new Error(sent.failure.code)
  return { ada: ada!, ben: ben!, roomId, id, event: sent.value }
}

type Talk = Awaited<ReturnType<typeof makeTalk>>
let partition = 100

/** As a persister stores it; then Redis forgets. */
async function storeAndForget({ roomId, event }: Talk) {
  const { events, offsets } = database.database
  const { generation } = await offsets.claim(++partition)
  const batch = { partition, generation, from: 0, next: 1, events: [event], deadLetters: [] }
  expect(await events.store(batch)).toBe('stored')
  await delivery.trim(roomId, { ids: [event.event.id], keepSeconds: 0 })
  expect(await delivery.find(roomId, [event.event.id])).toEqual([null])
}

const kept = [
  ['Redis knows it', () => Promise.resolve()],
  ['Redis has forgotten it', storeAndForget],
] as const

test.each(kept)('4.4: what was said is answered to who was removed since (%s)', async (_, age) => {
  const talk = await makeTalk()
  const { ada, roomId, id, event } = talk
  await age(talk)
  await ada.post(`/rooms/${roomId}/leave`)
  expect(await send(ada, roomId, newId(), true)).toMatchObject({ failure: { code: 'not-a-member' } })
  expect(await send(ada, roomId, id, true)).toEqual({ ok: true, value: event })
})

test.each(kept)('4.4: what was said is answered to who is above the limit since (%s)', async (_, age) => {
  const talk = await makeTalk()
  const { ada, roomId, id, event } = talk
  for (let said = 1; said < BURST; said++) await send(ada, roomId, newId(), false)
  await age(talk)
  expect(await send(ada, roomId, newId(), true)).toMatchObject({ failure: { code: 'too-fast' } })
  expect(await send(ada, roomId, id, true)).toEqual({ ok: true, value: event })
})

test.each(kept)(
  '4.1: the id of another person’s message is refused, and theirs stays (%s)',
  async (_, age) => {
    const talk = await makeTalk()
    const { ada, ben, roomId, id, event } = talk
    await age(talk)
    expect(await send(ben, roomId, id, true)).toMatchObject({
      failure: { code: 'id-taken', retryable: false },
    })
    expect(await send(ada, roomId, id, true)).toEqual({ ok: true, value: event })
  },
)

test('4.1: also from one who says that it is new', async () => {
  const { ada, ben, roomId, id, event } = await makeTalk()
  expect(await send(ben, roomId, id, false)).toMatchObject({ failure: { code: 'id-taken' } })
  expect(await send(ada, roomId, id, true)).toEqual({ ok: true, value: event })
  expect(await delivery.heads([roomId])).toMatchObject([{ epoch: event.epoch, seq: event.seq }])
})
