// Redis is killed, frozen and made to refuse under live servers. An unhandled rejection fails these tests by itself.
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { roomChannel, waitForRedis } from '../src'
import { emitToRoom, expectHears, packet, startChatServer, type ChatServer } from './chat-server'
import { makeRoom, startTestRedis, type TestRedis } from './test-redis'

let redis: TestRedis
let one: ChatServer
let two: ChatServer
beforeEach(async () => {
  redis = await startTestRedis()
  one = await startChatServer(redis)
  two = await startChatServer(redis)
})
afterEach(async () => {
  await one?.close()
  await two?.close()
  await redis?.close()
})

test('2.7: Redis killed during emits: own clients still get them, and all get events again when it is back', async () => {
  const roomId = randomUUID()
  const [ada, bea] = [await one.connect(), await two.connect()]
  await ada.join(roomId)
  await bea.join(roomId)
  await expectHears(bea, (seq) => emitToRoom(one.io, packet(roomId, seq)))

  let seq = 0
  const speaking = setInterval(() => emitToRoom(one.io, packet(roomId, seq++)), 5)
  try {
    await redis.engine.kill('SIGKILL')
    await vi.waitFor(() => expect(one.degraded).toContain('spublish'))
    const heardSoFar = ada.heard.length
    await vi.waitFor(() => expect(ada.heard.length).toBeGreaterThan(heardSoFar + 20))
  } finally {
    clearInterval(speaking)
  }
  await redis.engine.restart()
  await expectHears(bea, (next) => emitToRoom(one.io, packet(roomId, next)))
  await expectHears(ada, (next) => emitToRoom(two.io, packet(roomId, next)))
})

test('2.7: rooms joined while Redis was down get events when it is back, rooms left do not', async () => {
  const [joined, left] = [randomUUID(), randomUUID()]
  const bea = await two.connect()
  await bea.join(left)
  await expectHears(bea, (seq) => emitToRoom(one.io, packet(left, seq)))
  await redis.engine.kill('SIGKILL')
  await bea.join(joined)
  await bea.leave(left)
  await redis.engine.restart()

  await expectHears(bea, (seq) => emitToRoom(one.io, packet(joined, seq)))
  const connection = await redis.connect()
  expect(await connection.call('PUBSUB', 'SHARDCHANNELS', `*${left}*`)).toEqual([])
})

test('2.7: connections cut again and again, also while subscriptions are being renewed', async () => {
  const bea = await two.connect()
  const rooms = Array.from({ length: 200 }, () => randomUUID())
  await Promise.all(rooms.map((roomId) => bea.join(roomId)))
  const admin = await redis.connect()
  for (let cut = 0; cut < 15; cut++) {
    await admin.call('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    await new Promise((resolve) => setTimeout(resolve, cut * 7)) // at a different point of the renewal each time
  }
  for (const roomId of [rooms[0]!, rooms[99]!, rooms[199]!]) {
    await expectHears(bea, (seq) => emitToRoom(one.io, packet(roomId, seq)))
  }
  const channels = (await admin.call('PUBSUB', 'SHARDCHANNELS', '*room:*')) as string[]
  expect(channels).toHaveLength(200)
})

test('2.7: a subscription that Redis refuses is retried until it holds', async () => {
  const admin = await redis.connect()
  await admin.call('ACL', 'SETUSER', 'default', 'resetchannels')
  await vi.waitFor(() =>
    expect([one.degraded, two.degraded]).toEqual([
      expect.arrayContaining(['ssubscribe']),
      expect.arrayContaining(['ssubscribe']),
    ]),
  )
  const bea = await two.connect()
  const roomId = randomUUID()
  await bea.join(roomId)
  const dropped = randomUUID()
  await bea.join(dropped)
  await vi.waitFor(() => expect(two.refused.join()).toContain(dropped), 10_000)
  await bea.leave(dropped)
  await admin.call('ACL', 'SETUSER', 'default', 'allchannels')

  await expectHears(bea, (seq) => emitToRoom(one.io, packet(roomId, seq)))
  expect(await admin.call('PUBSUB', 'SHARDCHANNELS', `*${dropped}*`)).toEqual([])
})

test('a frozen Redis: commands time out within about a second, it is noticed, and all events arrive when it thaws', async () => {
  const roomId = randomUUID()
  const [ada, bea] = [await one.connect(), await two.connect()]
  await ada.join(roomId)
  await bea.join(roomId)
  await expectHears(bea, (seq) => emitToRoom(one.io, packet(roomId, seq)))
  const connection = await redis.connect()

  await redis.engine.kill('SIGSTOP')
  try {
    const { delivery, roomId: other } = makeRoom(connection)
    const start = performance.now()
    await expect(delivery.startEpoch(other, 0)).rejects.toThrow('timed out')
    expect(performance.now() - start).toBeLessThan(2_000)
    await expectHears(ada, (seq) => emitToRoom(one.io, packet(roomId, seq))) // clients of the same server
    await vi.waitFor(() => expect(connection.status).not.toBe('ready'), 10_000)
    await expect(delivery.startEpoch(other, 0)).rejects.toThrow()
  } finally {
    await redis.engine.kill('SIGCONT')
  }
  await waitForRedis(connection, 10_000)
  await expectHears(bea, (seq) => emitToRoom(one.io, packet(roomId, seq)))
})

test('commands given while Redis is down reject at once, and do not run later', async () => {
  const connection = await redis.connect()
  const { delivery, roomId } = makeRoom(connection)
  await redis.engine.kill('SIGKILL')
  await vi.waitFor(() => expect(connection.status).not.toBe('ready'))
  const asked = Promise.allSettled(Array.from({ length: 1000 }, () => delivery.startEpoch(roomId, 0)))
  const refused = await Promise.race([asked, new Promise<[]>((resolve) => setImmediate(() => resolve([])))])
  expect(refused).toHaveLength(1000) // settled before anything else could happen
  expect(refused.every(({ status }) => status === 'rejected')).toBe(true)

  await redis.engine.restart()
  await waitForRedis(connection, 10_000)
  expect(await delivery.heads([roomId])).toEqual([null])
})

test('a request to other servers while Redis is down gets an error', async () => {
  await redis.engine.kill('SIGKILL')
  await expect(one.io.fetchSockets()).rejects.toThrow()
  await expect(one.io.serverSideEmitWithAck('anything')).rejects.toThrow()
  expect(await askServers(one, 'anything')).toEqual([expect.any(Error), []])
  one.io.serverSideEmit('anything', 'that wants no answer')
  const { adapter } = one.io.of('/')
  await expect(adapter.serverSideEmit(['anything', 'that wants no answer'])).resolves.toBeUndefined()
  one.io.to(roomChannel(randomUUID())).disconnectSockets()
  await vi.waitFor(() => expect(one.degraded).toEqual(expect.arrayContaining(['serverSideEmit', 'spublish'])))
})

/** The answers that a server gets from all others. */
const askServers = (server: ChatServer, question: string): Promise<unknown[]> =>
  new Promise((resolve) => server.io.serverSideEmit(question, 1, (...answer: unknown[]) => resolve(answer)))

test('invalid messages on our channels do not end the process', async () => {
  const admin = await redis.connect()
  const bea = await two.connect()
  const roomId = randomUUID()
  await bea.join(roomId)
  for (const rubbish of ['', '{', '{}', 'null', Buffer.from([0xc0]), '{"type":3,"nsp":"/","uid":"x"}']) {
    await admin.spublish('socket.io#/#', rubbish)
  }
  await expectHears(bea, (seq) => emitToRoom(one.io, packet(roomId, seq)))
  await vi.waitFor(() => expect(two.degraded).toContain('receive'))
})
