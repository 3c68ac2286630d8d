// Objects that clients leave behind in a server. The server runs in this process, so that its objects can be counted.
import { LOBBY_ID, type Room } from '@parley/protocol'
import { until } from '@parley/testkit/until'
import { queryObjects } from 'node:v8'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectGuest, joinAsGuest, newId, type Guest } from './guest'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'

const PEOPLE = 20
const ROUNDS = 5
/** A connection makes some 400 objects. Caches may grow to their bound; a connection must leave none of its own. */
const MAY_STAY_PER_CONNECTION = 10

let database: Awaited<ReturnType<typeof makeDatabase>>
let server: ServerHere
let cookies: string[]
let room: Room

beforeAll(async () => {
  database = await makeDatabase()
  server = await startServerHere('1', {
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl(13),
    GUEST_JOINS_PER_MINUTE: '1000',
  })
  const people: Guest[] = []
  for (let i = 0; i < PEOPLE; i++) people.push(await joinAsGuest(server.url, `Person ${i}`))
  cookies = people.map(({ cookie }) => cookie)
  room = (await (await people[0]!.post('/rooms', { name: 'a room' })).json()) as Room
  for (const { post } of people) await post(`/rooms/${room.id}/join`)
  for (const { socket } of people) socket.close()
})
afterAll(async () => {
  await server?.close()
  await database?.drop()
})

/** All clients connect, do a little of everything, and leave. */
async function comeAndGo(): Promise<void> {
  const guests = await Promise.all(cookies.map((cookie) => connectGuest(server.url, cookie)))
  await Promise.all(
    guests.map(async ({ ask }) => {
      const rooms = [LOBBY_ID, room.id].map((roomId) => ({ roomId, epoch: 0, seq: 0 }))
      await ask('rooms:sync', { rooms })
      await ask('history:page', { roomId: room.id })
      const id = newId()
      const sent = await ask('message:send', { roomId: room.id, id, body: 'hello' })
      expect(sent).toMatchObject({ ok: true })
      const change = { kind: 'reaction', emoji: '👍', on: true }
      await ask('message:change', { roomId: room.id, id: newId(), messageId: id, change })
      await ask('read:mark', { roomId: room.id, seq: 1 })
      await ask('nonsense', {})
    }),
  )
  for (const { socket } of guests) socket.close()
  await until('nobody is connected', 10_000, async () => (await server.metric('parley_sockets')) === 0)
}

/** Objects that are still referenced: counting collects garbage first. */
const countObjects = () => queryObjects(Object, { format: 'count' })

test('P11: when all clients have gone, their objects in the server are gone, too', async () => {
  for (let round = 0; round < 2; round++) await comeAndGo()
  const before = countObjects()
  for (let round = 0; round < ROUNDS; round++) await comeAndGo()
  const stayed = (countObjects() - before) / (ROUNDS * PEOPLE)
  expect(stayed).toBeLessThan(MAY_STAY_PER_CONNECTION)
}, 120_000)
