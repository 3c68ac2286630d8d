import { expect, test } from 'vitest'
import { failure } from '@parley/protocol'
import { createOnlinePerson, createPage, createPerson, shown, startServers, until } from './stage'
import { OTHER_ROOM, ROOM } from './world'

const bodies = (parley: Parameters<typeof shown>[0], roomId?: string) =>
  shown(parley, roomId).map(([body]) => body)

test('the newest page is loaded once, older ones above it on demand', async () => {
  const { world, servers } = await startServers(1)
  const all = Array.from({ length: 120 }, (_, i) => `m${i}`)
  for (const body of all) world.hear(body)
  const parley = await createOnlinePerson(servers)
  parley.openRoom(ROOM)
  expect(bodies(parley)).toEqual(all.slice(-50))
  await parley.loadOlder(ROOM)
  expect(bodies(parley)).toEqual(all.slice(-100))
  await Promise.all([parley.loadOlder(ROOM), parley.loadOlder(ROOM)])
  expect(bodies(parley)).toEqual(all)
  expect(parley.getState().timelines[ROOM]).toMatchObject({ hasOlder: false, loadingOlder: false })
  expect(world.askedFor('history:page')).toHaveLength(3)
})

test('a gap is requested, while later events are shown and the cursor stays', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  world.hear('a')
  world.hear('lost', { isTold: false })
  world.hear('c')
  await until(() => expect(bodies(parley)).toEqual(['a', 'c']))
  expect(parley.getState().timelines[ROOM]?.cursor).toBe(1_001)
  await until(() => expect(bodies(parley)).toEqual(['a', 'lost', 'c']))
  expect(parley.getState().timelines[ROOM]?.cursor).toBe(1_003)
  expect(world.askedFor('rooms:sync').map(({ input }) => input.rooms)).toEqual([
    [{ roomId: ROOM, epoch: 1_000, seq: 1_001 }],
  ])
})

test('a gap that closes by itself is not requested', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  const late = world.hear('late', { isTold: false })
  world.hear('early')
  world.tell(late)
  await until(() => expect(bodies(parley)).toEqual(['late', 'early']))
  world.hear('lost', { isTold: false })
  world.hear('end')
  await until(() => expect(bodies(parley)).toEqual(['late', 'early', 'lost', 'end']))
  expect(world.askedFor('rooms:sync')).toHaveLength(1)
})

test('a head beyond the cursor is requested', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  world.hear('silent', { isTold: false })
  servers[0]?.io.emit('room:head', world.head())
  await until(() => expect(bodies(parley)).toEqual(['silent']))
})

test('"later" is requested again until there is an answer', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  if (servers[0]) servers[0].behaviour.syncs = ['later', 'later']
  world.hear('a', { isTold: false })
  servers[0]?.io.emit('room:head', world.head())
  await until(() => expect(bodies(parley)).toEqual(['a']))
  expect(world.askedFor('rooms:sync')).toHaveLength(3)
})

test('a request without an answer before its server died goes to the next one', async () => {
  const { world, servers } = await startServers(2)
  const parley = await createOnlinePerson(servers)
  if (servers[0]) servers[0].behaviour.syncs = ['silence']
  world.hear('a', { isTold: false })
  servers[0]?.io.emit('room:head', world.head())
  await until(() => expect(world.askedFor('rooms:sync')).toHaveLength(1))
  await servers[0]?.kill()
  await until(() => expect(bodies(parley)).toEqual(['a']))
  expect(world.askedFor('rooms:sync').map(({ serverId }) => serverId)).toEqual(['1', '2'])
})

test('a failed first page is reported, and loads by itself when the failure passes', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createPerson(servers)
  if (servers[0]) servers[0].behaviour.pages = [failure('database-unavailable', { retryAfterMs: 100 })]
  world.hear('a')
  parley.openRoom(ROOM)
  expect(parley.getState().timelines[ROOM]?.status).toBe('loading')
  parley.connect()
  await until(() =>
    expect(parley.getState().timelines[ROOM]).toMatchObject({
      status: 'failed',
      failure: { code: 'database-unavailable' },
    }),
  )
  await until(() => expect(parley.getState().timelines[ROOM]?.status).toBe('ready'))
  expect(parley.getState().timelines[ROOM]).not.toHaveProperty('failure')
})

test('a room that the person is not in fails permanently, until it is opened again', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  if (servers[0]) servers[0].behaviour.pages = [failure('not-a-member')]
  parley.openRoom(OTHER_ROOM)
  await until(() => expect(parley.getState().timelines[OTHER_ROOM]?.status).toBe('failed'))
  expect(world.askedFor('history:page')).toHaveLength(2)
  parley.openRoom(OTHER_ROOM)
  expect(parley.getState().timelines[OTHER_ROOM]?.status).toBe('loading')
  await until(() => expect(parley.getState().timelines[OTHER_ROOM]?.status).toBe('ready'))
})

test('a new epoch reloads the room', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  world.hear('a')
  world.beginEpoch()
  world.hear('not told', { isTold: false })
  world.hear('b')
  await until(() => expect(bodies(parley)).toEqual(['a', 'not told', 'b']))
  expect(parley.getState().timelines[ROOM]).toMatchObject({ epoch: 1_001_000, cursor: 1_001_002 })
})

test('after a reconnect one request asks about all opened rooms', async () => {
  const { world, servers } = await startServers(2)
  const parley = await createOnlinePerson(servers)
  parley.openRoom(OTHER_ROOM)
  await until(() => expect(parley.getState().timelines[OTHER_ROOM]?.status).toBe('ready'))
  await servers[0]?.kill()
  world.hear('here', { isTold: false })
  world.hear('there', { isTold: false, roomId: OTHER_ROOM })
  await until(() => expect([bodies(parley), bodies(parley, OTHER_ROOM)]).toEqual([['here'], ['there']]))
  expect(world.askedFor('rooms:sync')).toHaveLength(1)
})

test('of rooms that were never opened only the last seq is kept', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  const rooms = await parley.loadRooms()
  expect(rooms).toMatchObject({ ok: true, value: [{ name: 'Lobby' }, { name: 'Plans', lastSeq: 0 }] })
  world.hear('elsewhere', { roomId: OTHER_ROOM })
  await until(() =>
    expect(parley.getState().rooms).toMatchObject({
      list: [{}, { name: 'Plans', lastSeq: 1_001, readSeq: 0 }],
    }),
  )
  expect(Object.keys(parley.getState().timelines)).toEqual([ROOM])
})

test('read marks rise, are reported together, and again after a reconnect', async () => {
  const { world, servers } = await startServers(2)
  const parley = await createOnlinePerson(servers)
  await parley.loadRooms()
  for (const seq of [3, 5, 4]) parley.markRead(ROOM, seq)
  expect(parley.getState().rooms).toMatchObject({ list: [{ readSeq: 5 }, {}] })
  await until(() => expect(world.askedFor('read:mark')).toHaveLength(1))
  await servers[0]?.kill()
  await until(() => expect(world.askedFor('read:mark')).toHaveLength(2))
  expect(world.askedFor('read:mark').map(({ input }) => input.seq)).toEqual([5, 5])
})

test('a room that was read on another device counts as read here, too, and a mark never goes back', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  await parley.loadRooms()
  const { seq } = world.hear('a', { roomId: OTHER_ROOM })
  await until(() =>
    expect(parley.getState().rooms).toMatchObject({ list: [{}, { lastSeq: seq, readSeq: 0 }] }),
  )
  servers[0]?.io.emit('read:marked', { roomId: OTHER_ROOM, seq })
  servers[0]?.io.emit('read:marked', { roomId: OTHER_ROOM, seq: seq - 1 })
  servers[0]?.io.emit('live:state', { delayed: true })
  await until(() => expect(parley.getState().liveDelayed).toBe(true))
  expect(parley.getState().rooms).toMatchObject({ list: [{}, { readSeq: seq }] })
  // Announcements got lost while Redis was down.
  const asked = world.askedFor('GET /api/v1/rooms').length
  servers[0]?.io.emit('live:state', { delayed: false })
  await until(() => expect(world.askedFor('GET /api/v1/rooms')).toHaveLength(asked + 1))
})

test('a room that was left is closed', async () => {
  const { servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  await parley.loadRooms()
  parley.openRoom(OTHER_ROOM)
  expect(await parley.leaveRoom(OTHER_ROOM)).toEqual({ ok: true, value: null })
  expect(parley.getState().timelines[OTHER_ROOM]).toBe(undefined)
  expect(parley.getState().rooms).toMatchObject({ list: [{}, { isMember: false }] })
  servers[0]?.io.emit('rooms:changed', { roomId: ROOM, change: 'left' })
  await until(() => expect(parley.getState().timelines).toEqual({}))
})

test("refusals over REST are returned as the server's failures, a dead server as a retryable one", async () => {
  const { servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  expect(await parley.joinAsGuest('A')).toMatchObject({ ok: false, failure: { code: 'name-too-short' } })
  expect(await parley.joinRoom(OTHER_ROOM)).toMatchObject({
    failure: { code: 'not-found', retryable: false },
  })
  await servers[0]?.kill()
  expect(await parley.loadRooms()).toMatchObject({ failure: { code: 'unreachable', retryable: true } })
  expect(parley.getState().rooms).toMatchObject({ status: 'failed' })
})

test('a browser that keeps no cookie: joining is refused, and the state has no person', async () => {
  const { servers } = await startServers(1)
  const withoutCookies: typeof fetch = async (input, init) => {
    const { status, body } = await fetch(input, init)
    return new Response(status === 204 ? null : body, { status })
  }
  const parley = createPage(servers, { fetch: withoutCookies })
  expect(await parley.joinAsGuest('Ada')).toMatchObject({ ok: false, failure: { code: 'no-cookie' } })
  expect(parley.getState().person).toBe(null)
})
