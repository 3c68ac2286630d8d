import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { RoomEventsPacket } from '@parley/protocol'
import { createDelivery, roomChannel, roomOfChannel } from '../src'
import { emitToRoom, expectHears, packet, startChatServer, type ChatServer, type Person } from './chat-server'
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

test("a room's events reach every server, once, in order, and no other client", async () => {
  const roomId = randomUUID()
  const [ada, bea, eve] = [await one.connect(), await two.connect(), await two.connect()]
  await ada.join(roomId)
  await bea.join(roomId)
  await eve.join(randomUUID())
  await expectHears(bea, (seq) => emitToRoom(one.io, packet(roomId, seq)))
  await vi.waitFor(() => expect(ada.heard).toEqual(bea.heard))

  const spoken = Array.from({ length: 200 }, (_, i) => 5000 + i)
  for (const seq of spoken) emitToRoom(one.io, packet(roomId, seq))
  const heard = (person: Person) => person.heard.filter((seq) => seq >= 5000)
  await vi.waitFor(() => expect([heard(ada), heard(bea)]).toEqual([spoken, spoken]))
  expect(eve.heard).toEqual([])
})

test('a sequenced event reaches every member of the room, on every server, once, in one order, as in the log', async () => {
  const roomId = randomUUID()
  const [ada, bea] = [await one.connect(), await two.connect()]
  await ada.join(roomId)
  await bea.join(roomId)
  await expectHears(ada, (seq) => emitToRoom(two.io, packet(roomId, seq)))
  await expectHears(bea, (seq) => emitToRoom(one.io, packet(roomId, seq)))
  const delivery = createDelivery({ redis: await redis.connect(), prefix: 'broadcast' })
  await delivery.startEpoch(roomId, 0)
  const [head] = await delivery.heads([roomId])

  const texts = ['a "quoted" one\n', '😀 \u2028 %1 %%', ']}]}}} {"v":1,']
  const events = texts.map((body) => ({ id: randomUUID(), roomId, body }))
  const sequence = (some: typeof events) =>
    delivery.sequence({
      ...{ roomId, by: 'server', storedOffset: 0, epoch: head!.epoch },
      events: some.map((event) => ({ id: event.id, event: JSON.stringify({ v: 1, ...event }) })),
    })
  const packets: unknown[] = []
  bea.socket.on('room:events', (said) => packets.push(said))
  await Promise.all([sequence(events.slice(0, 2)), sequence(events.slice(1))])
  const seqs = [1, 2, 3].map((i) => head!.epoch + i)
  const heard = (person: Person) => person.heard.filter((seq) => seq > head!.epoch)
  await vi.waitFor(() => expect([heard(ada), heard(bea)]).toEqual([seqs, seqs]))
  const sequenced = events.map((event, i) => ({ seq: seqs[i], event }))
  expect(packets).toEqual([
    { roomId, epoch: head!.epoch, events: sequenced.slice(0, 2) },
    { roomId, epoch: head!.epoch, events: sequenced.slice(2) },
  ])
})

test('events sequenced during a rest leave in one packet', async () => {
  const roomId = randomUUID()
  const slow = await startChatServer(redis, { rest: (connections) => connections * 500 })
  const ada = await slow.connect()
  await ada.join(roomId)
  await expectHears(ada, (seq) => emitToRoom(one.io, packet(roomId, seq)))
  const packets: RoomEventsPacket[] = []
  ada.socket.on('room:events', (said: RoomEventsPacket) => packets.push(said))
  const delivery = createDelivery({ redis: await redis.connect(), prefix: 'pace' })
  await delivery.startEpoch(roomId, 0)
  const three = Array.from({ length: 3 }, () => ({ id: randomUUID(), event: '{"v":1,"body":"hello"}' }))
  for (const event of three)
    await delivery.sequence({ ...{ roomId, by: 'server', storedOffset: 0 }, events: [event] })
  const sizes = () => packets.filter(({ epoch }) => epoch > 1).map(({ events }) => events.length)
  await vi.waitFor(() => expect(sizes()).toEqual([1, 2]), { timeout: 10_000 })
  await slow.close()
})

test('events sequenced in a small room leave at once', async () => {
  const roomId = randomUUID()
  const ada = await one.connect()
  await ada.join(roomId)
  await expectHears(ada, (seq) => emitToRoom(two.io, packet(roomId, seq)))
  const sizes: number[] = []
  ada.socket.on('room:events', ({ epoch, events }: RoomEventsPacket) => {
    if (epoch > 1) sizes.push(events.length)
  })
  const delivery = createDelivery({ redis: await redis.connect(), prefix: 'small' })
  await delivery.startEpoch(roomId, 0)
  const say = () =>
    delivery.sequence({
      ...{ roomId, by: 'server', storedOffset: 0 },
      events: [{ id: randomUUID(), event: '{"v":1,"body":"hello"}' }],
    })
  await Promise.all(Array.from({ length: 20 }, say))
  await vi.waitFor(() => expect(sizes).toEqual(Array<number>(20).fill(1)))
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

test('a frame leaves in one piece for each client, and packets without a shared frame arrive, too', async () => {
  const roomId = randomUUID()
  const pieces: (number | undefined)[] = []
  one.io.engine.once(
    'connection',
    (connection: { on(event: 'packetCreate', see: (packet: Packet) => void): void }) =>
      connection.on('packetCreate', ({ options }) => pieces.push(options?.wsPreEncodedFrame?.length)),
  )
  const ada = await one.connect()
  await ada.join(roomId)
  pieces.length = 0
  emitToRoom(one.io, packet(roomId, 1))
  await vi.waitFor(() => expect(ada.heard).toEqual([1]))
  expect(pieces).toEqual([1])

  const heard = new Promise((resolve) => ada.socket.once('bytes', resolve))
  one.io.to(roomChannel(roomId)).emit('bytes', Buffer.from('bytes'))
  expect(Buffer.from((await heard) as Buffer).toString()).toBe('bytes')
})

interface Packet {
  options?: { wsPreEncodedFrame?: Buffer[] }
}

test('all clients in a room can be found across servers', async () => {
  const roomId = randomUUID()
  const [ada, bea] = [await one.connect(), await two.connect()]
  await ada.join(roomId)
  await bea.join(roomId)
  await vi.waitFor(async () => expect(await one.io.in(roomChannel(roomId)).fetchSockets()).toHaveLength(2))
})

test('the room of a channel is recognized among other Socket.IO rooms', () => {
  const roomId = randomUUID()
  expect(roomOfChannel(roomChannel(roomId))).toBe(roomId)
  for (const other of ['room:{', `a room:{${roomId}}`, `room:{${roomId}} too`, 'session:1'])
    expect(roomOfChannel(other)).toBeNull()
})

test('a room name never has the 20 characters that the adapter takes for a socket id', () => {
  expect(roomChannel(randomUUID())).toHaveLength(43)
  expect(() => roomChannel('x'.repeat(13))).toThrow(TypeError)
})
