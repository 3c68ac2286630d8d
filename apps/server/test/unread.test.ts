import { connectRedis, createDelivery, waitForRedis } from '@parley/delivery'
import type { Result, Room, SequencedEvent } from '@parley/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { joinAsGuest, newId, type Guest } from './guest'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'
import { storeAndForget } from './stored'

let database: Awaited<ReturnType<typeof makeDatabase>>
let server: ServerHere
let ada: Guest
let bo: Guest
const redis = connectRedis(redisUrl(7), { role: 'commands' })
const delivery = createDelivery({ redis })

beforeAll(async () => {
  database = await makeDatabase()
  await waitForRedis(redis, 10_000)
  server = await startServerHere('1', { DATABASE_URL: database.url, REDIS_URL: redisUrl(7) })
  ada = await joinAsGuest(server.url, 'Ada')
  bo = await joinAsGuest(server.url, 'Bo')
})
afterAll(async () => {
  for (const guest of [ada, bo]) guest?.socket.close()
  await server?.close()
  redis.disconnect()
  await database?.drop()
})

/** Nothing is stored except by the test: no persister runs. */
async function makeRoom(): Promise<string> {
  const made = await ada.post('/rooms', { name: `room ${newId()}` })
  const { id } = (await made.json()) as Room
  await bo.post(`/rooms/${id}/join`)
  return id
}

async function seenBy(guest: Guest, roomId: string): Promise<[lastSeq: number, readSeq: number]> {
  const answer = await fetch(`${server.url}/api/v1/rooms`, { headers: { cookie: guest.cookie } })
  const { rooms } = (await answer.json()) as { rooms: Room[] }
  const { lastSeq, readSeq } = rooms.find(({ id }) => id === roomId)!
  return [lastSeq, readSeq]
}

function done<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.code)
  return result.value
}

const say = async (roomId: string) =>
  done(await ada.ask<SequencedEvent>('message:send', { roomId, id: newId(), body: 'hello' }))
const remove = async (roomId: string, { event }: SequencedEvent) => {
  const deletion = { roomId, id: newId(), messageId: event.id, change: { kind: 'deletion' } }
  return done(await ada.ask<SequencedEvent>('message:change', deletion))
}

test.each([
  ['nothing is stored', () => []],
  ['the messages are stored', (messages: SequencedEvent[]) => messages],
  ['all is stored', (messages: SequencedEvent[], deletion: SequencedEvent) => [...messages, deletion]],
])('5.4: the list of rooms does not count what was deleted (%s)', async (_, stored) => {
  const roomId = await makeRoom()
  const [first, second] = [await say(roomId), await say(roomId)]
  expect(await seenBy(bo, roomId)).toEqual([second.seq, 0])
  const deletion = await remove(roomId, second)
  const events = stored([first, second], deletion)
  if (events.length > 0) await storeAndForget(database, delivery, roomId, events)
  expect(await seenBy(bo, roomId)).toEqual([first.seq, 0])
  await remove(roomId, first)
  expect(await seenBy(bo, roomId)).toEqual([0, 0])
})

test('5.4: an own message from another device counts as read before it is stored', async () => {
  const roomId = await makeRoom()
  const { seq } = await say(roomId)
  expect(await seenBy(ada, roomId)).toEqual([seq, seq])
})
