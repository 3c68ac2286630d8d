import { createParley } from '@parley/client'
import { connectRedis, createDelivery, waitForRedis, type Delivery } from '@parley/delivery'
import { encodeRoomEvent, LOBBY_ID, type Room, type RoomEventsPacket } from '@parley/protocol'
import { until } from '@parley/testkit/until'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { connectGuest, joinAsGuest, newId, type Guest } from './guest'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'

const REDIS = redisUrl(10)
/** The promised time for an announced removal. */
const ANNOUNCED_WITHIN_MS = 1_000

let database: Awaited<ReturnType<typeof makeDatabase>>
const running: ServerHere[] = []
type Redis = ReturnType<typeof connectRedis>

const redis = connectRedis(REDIS, { role: 'commands' })

beforeAll(async () => {
  database = await makeDatabase()
  await waitForRedis(redis, 10_000)
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()))
})
afterAll(async () => {
  redis.disconnect()
  await database?.drop()
})

async function start(...[rhythm]: Parameters<typeof startServerHere>[2][]): Promise<ServerHere> {
  const id = String(running.length + 1)
  const server = await startServerHere(id, { DATABASE_URL: database.url, REDIS_URL: REDIS }, rhythm)
  running.push(server)
  return server
}

test('2.6: a message whose broadcast was lost reaches clients that do nothing', async () => {
  const server = await start({ pullHeadsEveryMs: 100 })
  const idle = await startIdle(server)
  for (const body of ['lost', 'lost too']) {
    await number(body, createDelivery({ redis: withoutPublishing(redis) }))
    await idle.sees(body)
  }
  idle.close()
})

test('2.6: events published while subscriptions were lost are requested as soon as the subscriptions are back', async () => {
  const server = await start({ pullHeadsEveryMs: 3_600_000 })
  const idle = await startIdle(server)
  await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub')
  await number('said to the deaf', createDelivery({ redis }))
  await idle.sees('said to the deaf')
  idle.close()
})

/** A client in the lobby that does nothing. */
async function startIdle(server: ServerHere) {
  const parley = createParley({ apiUrl: server.url, servers: [{ id: '1', url: server.url }] })
  await parley.joinAsGuest('Idle')
  parley.connect()
  parley.openRoom(LOBBY_ID)
  const timeline = () => parley.getState().timelines[LOBBY_ID]
  await until('ready', 10_000, () => timeline()?.status === 'ready')
  return {
    sees: (body: string) =>
      until(`"${body}" is shown`, 10_000, () =>
        timeline()?.messages.some((message) => message.body === body),
      ),
    close: () => parley.close(),
  }
}

/** The work of a server with a message of the lobby that is in the log. */
async function number(body: string, delivery: Delivery) {
  const id = newId()
  const author = { authorId: 'ada', authorName: 'Ada' }
  const said = { kind: 'message', id, roomId: LOBBY_ID, ...author, body, at: 1 } as const
  await delivery.startEpoch(LOBBY_ID, 0)
  const events = [{ id, event: encodeRoomEvent(said) }]
  const sequenced = await delivery.sequence({ roomId: LOBBY_ID, by: 'server', storedOffset: 0, events })
  expect(sequenced.kind).toBe('sequenced')
}

/** Scripts publish to a channel without subscribers. */
function withoutPublishing(redis: Redis): Redis {
  const isOfRoom = (value: unknown) => typeof value === 'string' && value.startsWith('socket.io#')
  const changed =
    (call: (...args: never[]) => unknown) =>
    (...args: unknown[]) =>
      call.apply(redis, args.map((value) => (isOfRoom(value) ? `nobody#${String(value)}` : value)) as never[])
  return new Proxy(redis, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return name === 'evalsha' || name === 'eval' ? changed(value as never) : (value.bind(target) as unknown)
    },
  })
}

/** A room with Ada, who sends, and Ben, whose events are kept. */
async function makeTalk(server: ServerHere) {
  const ada = await joinAsGuest(server.url, 'Ada')
  const made = await ada.post('/rooms', { name: `room ${newId()}` })
  const { id: roomId } = (await made.json()) as Room
  const ben = await joinAsGuest(server.url, 'Ben')
  await ben.post(`/rooms/${roomId}/join`)
  const heard: string[] = []
  ben.socket.on('room:events', ({ events }: RoomEventsPacket) =>
    heard.push(...events.map(({ event }) => event.id)),
  )
  const speak = async () => {
    const id = newId()
    expect(await ada.ask('message:send', { roomId, id, body: 'said' })).toMatchObject({ ok: true })
    return id
  }
  const first = await speak()
  await until('Ben hears', 5_000, () => heard.includes(first))
  return { ada, ben, roomId, heard, speak, first }
}

/** The server answers from the socket's rooms, and asks PostgreSQL only for a room that is not among them. */
const isOut = async (guest: Guest, roomId: string) => {
  const page = await guest.ask('history:page', { roomId })
  return !page.ok && page.failure.code === 'not-a-member'
}

test('4.5: a removal takes effect on another server within a second', async () => {
  const [here, there] = [await start(), await start()]
  const { ada, ben, roomId, heard, speak, first } = await makeTalk(here)
  const elsewhere = await connectGuest(there.url, ben.cookie)
  await elsewhere.post(`/rooms/${roomId}/leave`)
  await until('out', ANNOUNCED_WITHIN_MS, () => isOut(ben, roomId))
  await speak()
  expect(await isOut(ben, roomId)).toBe(true)
  expect(heard).toEqual([first])
  for (const { socket } of [ada, ben, elsewhere]) socket.close()
})

test('4.5: a removal whose announcement was lost takes effect when memberships are checked again', async () => {
  const server = await start({ recheckEveryMs: 100 })
  const { ada, ben, roomId, heard, speak, first } = await makeTalk(server)
  await database.database.members.leave(roomId, await personId(ben))
  await until('out', 10_000, () => isOut(ben, roomId))
  await speak()
  expect(await isOut(ben, roomId)).toBe(true)
  expect(heard).toEqual([first])
  expect(ben.socket.connected).toBe(true)
  for (const { socket } of [ada, ben]) socket.close()
})

test('4.5: so does a session that ended elsewhere', async () => {
  const server = await start({ recheckEveryMs: 100 })
  const { ada, ben } = await makeTalk(server)
  await database.database.prisma.session.deleteMany({ where: { userId: await personId(ben) } })
  await until('cut', 10_000, () => !ben.socket.connected)
  expect(ada.socket.connected).toBe(true)
  ada.socket.close()
})

async function personId(guest: Guest): Promise<string> {
  const me = await fetch(`${guestUrl(guest)}/api/v1/me`, { headers: { cookie: guest.cookie } })
  return ((await me.json()) as { id: string }).id
}

function guestUrl({ socket }: Guest): string {
  return `http://${socket.io.opts.hostname}:${socket.io.opts.port}`
}
