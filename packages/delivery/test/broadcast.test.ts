import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { broadcastEvents, createBroadcaster, roomChannel } from '../src'
import { expectHears, packet, startChatServer, type ChatServer, type Person } from './chat-server'
import { startTestRedis, type TestRedis } from './test-redis'

let redis: TestRedis
let one: ChatServer
let two: ChatServer
beforeAll(async () => {
  redis = await startTestRedis()
  one = await startChatServer(redis)
  two = await startChatServer(redis)
})
afterAll(async () => {
  await one?.close()
  await two?.close()
  await redis.close()
})

test('a room is heard on every server, once, in order, and by nobody else', async () => {
  const roomId = randomUUID()
  const [ada, bea, eve] = [await one.connect(), await two.connect(), await two.connect()]
  await ada.join(roomId)
  await bea.join(roomId)
  await eve.join(randomUUID())
  await expectHears(bea, (seq) => broadcastEvents(one.io, packet(roomId, seq)))
  await vi.waitFor(() => expect(ada.heard).toEqual(bea.heard))

  const spoken = Array.from({ length: 200 }, (_, i) => 5000 + i)
  for (const seq of spoken) broadcastEvents(one.io, packet(roomId, seq))
  const heard = (person: Person) => person.heard.filter((seq) => seq >= 5000)
  await vi.waitFor(() => expect([heard(ada), heard(bea)]).toEqual([spoken, spoken]))
  expect(eve.heard).toEqual([])
})

test('a broadcaster without http is heard by people of a server', async () => {
  const roomId = randomUUID()
  const ada = await one.connect()
  await ada.join(roomId)
  const degraded: string[] = []
  const broadcaster = createBroadcaster({
    publisher: await redis.connect(),
    subscriber: await redis.connect('subscriber'),
    onDegraded: (operation) => void degraded.push(operation),
  })
  await expectHears(ada, (seq) => broadcaster.broadcast(packet(roomId, seq)))
  await broadcaster.close()
  await broadcaster.close()
  expect(degraded).toEqual([])
})

test('a server gets only what concerns rooms that its own people are in', async () => {
  const connection = await redis.connect()
  const roomId = randomUUID()
  const channels = async () => (await connection.call('PUBSUB', 'SHARDCHANNELS', `*${roomId}*`)) as string[]
  const ada = await one.connect()
  await ada.join(roomId)
  await vi.waitFor(async () => expect(await channels()).toEqual([`socket.io#/#${roomChannel(roomId)}#`]))
  const subscribers = await connection.call('PUBSUB', 'SHARDNUMSUB', `socket.io#/#${roomChannel(roomId)}#`)
  expect(subscribers).toEqual([expect.any(String), 1])
  await ada.leave(roomId)
  await vi.waitFor(async () => expect(await channels()).toEqual([]))
})

test('everybody in a room can be found across servers', async () => {
  const roomId = randomUUID()
  const [ada, bea] = [await one.connect(), await two.connect()]
  await ada.join(roomId)
  await bea.join(roomId)
  await vi.waitFor(async () => expect(await one.io.in(roomChannel(roomId)).fetchSockets()).toHaveLength(2))
})

test('a room name never has the 20 characters that the adapter takes for a socket id', () => {
  expect(roomChannel(randomUUID())).toHaveLength(41)
  expect(() => roomChannel('x'.repeat(15))).toThrow(TypeError)
})
