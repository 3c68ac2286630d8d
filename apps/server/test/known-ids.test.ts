import { connectRedis, createDelivery, waitForRedis } from '@parley/delivery'
import type { Result, Room, SequencedEvent } from '@parley/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { joinAsGuest, newId, type Guest } from './guest'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'
import { storeAndForget } from './stored'

const REDIS = redisUrl(9)
const BURST = 3

let made: Awaited<ReturnType<typeof makeDatabase>>
let server: ServerHere
const redis = connectRedis(REDIS, { role: 'commands' })
const delivery = createDelivery({ redis })

beforeAll(async () => {
  made = await makeDatabase()
  await waitForRedis(redis, 10_000)
  server = await startServerHere('1', {
    DATABASE_URL: made.url,
    REDIS_URL: REDIS,
    SEND_BURST: String(BURST),
    GUEST_SEND_RATE_PER_SECOND: '0.001',
  })
})
afterAll(async () => {
  await server?.close()
  redis.disconnect()
  await made?.drop()
})

const send = (guest: Guest, roomId: string, id: string, again: boolean, body = 'said') =>
  guest.ask<SequencedEvent>('message:send', { roomId, id, body, again })

type Change = { kind: string; body?: string; emoji?: string; on?: boolean }
const change = (guest: Guest, roomId: string, id: string, messageId: string, change: Change, again = false) =>
  guest.ask<SequencedEvent>('message:change', { roomId, id, messageId, change, again })

const thumb = { kind: 'reaction', emoji: '👍', on: true }

function placeOf(result: Result<SequencedEvent>): SequencedEvent {
  if (!result.ok) throw new Error(result.failure.code)
  return result.value
}

/** A room of Ada's with Ben as a member, and one message of hers. */
async function makeTalk() {
  const [ada, ben] = await Promise.all(['Ada', 'Ben'].map((name) => joinAsGuest(server.url, name)))
  const answer = await ada!.post('/rooms', { name: `room ${newId()}` })
  const { id: roomId } = (await answer.json()) as Room
  await ben!.post(`/rooms/${roomId}/join`)
  const id = newId()
  const event = placeOf(await send(ada!, roomId, id, false))
  return { ada: ada!, ben: ben!, roomId, id, event, events: [event] }
}

type Talk = Awaited<ReturnType<typeof makeTalk>>
const kept = [
  ['Redis knows it', () => Promise.resolve()],
  ['Redis has forgotten it', ({ roomId, events }: Talk) => storeAndForget(made, delivery, roomId, events)],
] as const

test.each(kept)('4.4: a removed member still gets the answer to their own message (%s)', async (_, age) => {
  const talk = await makeTalk()
  const { ada, roomId, id, event } = talk
  await age(talk)
  await ada.post(`/rooms/${roomId}/leave`)
  expect(await send(ada, roomId, newId(), true)).toMatchObject({ failure: { code: 'not-a-member' } })
  expect(await send(ada, roomId, id, true)).toEqual({ ok: true, value: event })
})

test.each(kept)(
  '4.4: a removed member gets the event they sent, and no later change of it (%s)',
  async (_, age) => {
    const talk = await makeTalk()
    const { ada, ben, roomId, id, event, events } = talk
    const editId = newId()
    const edit = { kind: 'edit', body: 'said better' }
    events.push(placeOf(await change(ben, roomId, newId(), id, thumb)))
    events.push(placeOf(await change(ada, roomId, editId, id, edit)))
    await age(talk)
    await ada.post(`/rooms/${roomId}/leave`)
    expect(await send(ada, roomId, id, true)).toEqual({ ok: true, value: event })
    expect(await change(ada, roomId, editId, id, edit, true)).toEqual({ ok: true, value: events[2] })
  },
)

test.each(kept)('4.4: a user outside the room learns nothing about an id (%s)', async (_, age) => {
  const talk = await makeTalk()
  const { ada, ben, roomId, id } = talk
  await age(talk)
  const eve = await joinAsGuest(server.url, 'Eve')
  await ben.post(`/rooms/${roomId}/leave`)
  for (const stranger of [eve, ben]) {
    const refused = await send(stranger, roomId, newId(), true)
    expect(refused).toMatchObject({ failure: { code: 'not-a-member' } })
    expect(await send(stranger, roomId, id, true)).toEqual(refused)
    expect(await change(stranger, roomId, id, id, thumb, true)).toEqual(refused)
  }
  for (const { socket } of [ada, ben, eve]) socket.close()
})

test('4.4: looking up ids is limited, too, for members and for others', async () => {
  const { ada, ben, roomId, id, event } = await makeTalk()
  const eve = await joinAsGuest(server.url, 'Eve')
  for (let asked = 0; asked < BURST; asked++) {
    expect(await send(ada, roomId, id, true)).toEqual({ ok: true, value: event })
    expect(await send(eve, roomId, id, true)).toMatchObject({ failure: { code: 'not-a-member' } })
  }
  for (const guest of [ada, eve])
    expect(await send(guest, roomId, id, true)).toMatchObject({ failure: { code: 'too-fast' } })
  for (const { socket } of [ada, ben, eve]) socket.close()
})

test.each(kept)('4.2: an own id stands for its first event, and for no other (%s)', async (_, age) => {
  const talk = await makeTalk()
  const { ada, ben, roomId, id, events } = talk
  const reactionId = newId()
  events.push(placeOf(await change(ada, roomId, reactionId, id, thumb)))
  await age(talk)
  const taken = { failure: { code: 'id-taken', retryable: false } }
  expect(await send(ada, roomId, reactionId, true)).toMatchObject(taken)
  expect(await change(ada, roomId, id, id, thumb, true)).toMatchObject(taken)
  ada.socket.close()
  // Reconnecting does not reset a limit, so each case uses another user.
  const cleo = await joinAsGuest(server.url, 'Cleo')
  await cleo.post(`/rooms/${roomId}/join`)
  const own = newId()
  const placed = placeOf(await send(cleo, roomId, own, false))
  await age({ ...talk, events: [placed] })
  expect(await send(cleo, roomId, own, true, 'something else')).toMatchObject(taken)
  expect(await send(cleo, roomId, own, true, ' said\n')).toEqual({ ok: true, value: placed })
  for (const { socket } of [ben, cleo]) socket.close()
})

test.each([
  ['another message', (other: string) => [other, thumb] as const],
  ['another emoji', (_: string, id: string) => [id, { ...thumb, emoji: '🎉' }] as const],
  ['the other way', (_: string, id: string) => [id, { ...thumb, on: false }] as const],
  ['another kind', (_: string, id: string) => [id, { kind: 'deletion' }] as const],
])('4.2: nor is the id of a reaction one of %s', async (_, other) => {
  const { ada, ben, roomId, id } = await makeTalk()
  const [reactionId, second] = [newId(), newId()]
  placeOf(await send(ada, roomId, second, false))
  const reaction = placeOf(await change(ada, roomId, reactionId, id, thumb))
  const [messageId, what] = other(second, id)
  expect(await change(ada, roomId, reactionId, messageId, what, true)).toMatchObject({
    failure: { code: 'id-taken' },
  })
  expect(await change(ada, roomId, reactionId, id, thumb, true)).toEqual({ ok: true, value: reaction })
  for (const { socket } of [ada, ben]) socket.close()
})

test('4.2: also if the second event claims to be new', async () => {
  const { ada, ben, roomId, id } = await makeTalk()
  expect(await send(ada, roomId, id, false, 'something else')).toMatchObject({
    failure: { code: 'id-taken' },
  })
  for (const { socket } of [ada, ben]) socket.close()
})

test.each(kept)('4.4: a repeat above the rate limit still gets its answer (%s)', async (_, age) => {
  const talk = await makeTalk()
  const { ada, roomId, id, event } = talk
  for (let said = 1; said < BURST; said++) await send(ada, roomId, newId(), false)
  await age(talk)
  expect(await send(ada, roomId, newId(), true)).toMatchObject({ failure: { code: 'too-fast' } })
  expect(await send(ada, roomId, id, true)).toEqual({ ok: true, value: event })
})

test.each(kept)('4.1: the id of another user’s message is refused, and theirs stays (%s)', async (_, age) => {
  const talk = await makeTalk()
  const { ada, ben, roomId, id, event } = talk
  await age(talk)
  expect(await send(ben, roomId, id, true)).toMatchObject({
    failure: { code: 'id-taken', retryable: false },
  })
  expect(await send(ada, roomId, id, true)).toEqual({ ok: true, value: event })
})

test('4.1: also if the sender claims that it is new', async () => {
  const { ada, ben, roomId, id, event } = await makeTalk()
  expect(await send(ben, roomId, id, false)).toMatchObject({ failure: { code: 'id-taken' } })
  expect(await send(ada, roomId, id, true)).toEqual({ ok: true, value: event })
  expect(await delivery.heads([roomId])).toMatchObject([{ epoch: event.epoch, seq: event.seq }])
})
