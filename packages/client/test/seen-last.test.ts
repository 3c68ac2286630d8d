// The last view is there again when a page starts, even if no server can be reached.
import { expect, test } from 'vitest'
import { LOBBY_ID, type Room } from '@parley/protocol'
import type { Parley } from '../src/index'
import type { FakeServer } from './fake-server'
import { createOnlinePerson, createPage, shown, startServer, startServers, until } from './stage'
import { createBrowserProfile } from './tabs'
import { ROOM } from './world'

type Profile = ReturnType<typeof createBrowserProfile>

/** A page that starts: nobody has joined in it, the browser's cookie names the person. */
async function beginPage(servers: readonly FakeServer[], profile: Profile, isSignedIn = true) {
  const parley = createPage(servers, {
    outboxStore: profile.openTab(),
    snapshotStore: profile.openSnapshots(),
    ...(isSignedIn && { cookie: 'better-auth.session_token=secret.signed' }),
  })
  const restored = await parley.restore()
  return { parley, restored }
}

/** Shows three messages, then closes the page and stops its server. */
async function seeAndClose(servers: readonly FakeServer[], profile: Profile, hear: () => void) {
  const parley = await createOnlinePerson(servers, {
    outboxStore: profile.openTab(),
    snapshotStore: profile.openSnapshots(),
  })
  await parley.loadRooms()
  hear()
  await until(() => expect(shown(parley)).toHaveLength(3))
  await until(async () => {
    const store = profile.openSnapshots()
    expect((await store.load())?.rooms).toHaveLength(2)
    expect((await store.loadRoom('p-ada', ROOM))?.events).toHaveLength(3)
  })
  parley.close()
}

const list = (parley: Parley): readonly Room[] => {
  const { rooms } = parley.getState()
  return rooms.status === 'ready' ? rooms.list : []
}

test('with no server to reach, a new page shows the person, the rooms and the messages; new messages wait', async () => {
  const { world, servers } = await startServers(1)
  const profile = createBrowserProfile()
  await seeAndClose(servers, profile, () => ['a', 'b', 'c'].forEach((body) => world.hear(body)))
  await servers[0]?.kill()

  const { parley, restored } = await beginPage(servers, profile)
  expect(restored).toMatchObject({ ok: true, value: { id: 'p-ada', name: 'Ada' } })
  parley.connect()
  parley.openRoom(ROOM)
  await until(() => expect(shown(parley).map(([body]) => body)).toEqual(['a', 'b', 'c']))
  expect(parley.getState().timelines[ROOM]?.status).toBe('ready')
  expect(list(parley).map(({ id }) => id)).toContain(LOBBY_ID)
  expect((await parley.loadRooms()).ok).toBe(false)
  expect(list(parley)).toHaveLength(2)
  parley.send(ROOM, 'written offline')

  // Back again: missed events are requested from the old cursor, and the rooms are loaded.
  world.hear('d', { isTold: false })
  world.asked.length = 0
  await startServer(world, '1', servers[0]?.port)
  parley.reconnect()
  await until(() => expect(shown(parley).map(([body]) => body)).toEqual(['a', 'b', 'c', 'd', 'written offline'])) // prettier-ignore
  await until(() => expect(shown(parley).every(([, state]) => state === 'sent')).toBe(true))
  expect(world.askedFor('history:page')).toEqual([])
  expect(world.askedFor('rooms:sync')).toHaveLength(1)
  await until(() => expect(world.askedFor('GET /api/v1/rooms')).toHaveLength(1))
})

test("a server's answer that nobody is signed in ends it: nothing is shown, nothing is kept", async () => {
  const { world, servers } = await startServers(1)
  const profile = createBrowserProfile()
  await seeAndClose(servers, profile, () => ['a', 'b', 'c'].forEach((body) => world.hear(body)))
  const { parley, restored } = await beginPage(servers, profile, false)
  expect(restored).toEqual({ ok: true, value: null })
  expect(parley.getState()).toMatchObject({ person: null, rooms: { status: 'idle' }, timelines: {} })
  expect(await profile.openSnapshots().load()).toBe(null)
})

test('signing out leaves no message on the device', async () => {
  const { world, servers } = await startServers(1)
  const profile = createBrowserProfile()
  await seeAndClose(servers, profile, () => ['a', 'b', 'c'].forEach((body) => world.hear(body)))
  const { parley } = await beginPage(servers, profile)
  parley.connect()
  parley.openRoom(ROOM)
  await until(() => expect(shown(parley)).toHaveLength(3))
  await parley.signOut()
  const store = profile.openSnapshots()
  expect(await store.load()).toBe(null)
  await store.begin({ id: 'p-ada', name: 'Ada', isGuest: true })
  expect(await store.loadRoom('p-ada', ROOM)).toBe(null)
})

test('messages read without a server are reported when there is one', async () => {
  const { world, servers } = await startServers(1)
  const profile = createBrowserProfile()
  await seeAndClose(servers, profile, () => ['a', 'b', 'c'].forEach((body) => world.hear(body)))
  await servers[0]?.kill()
  const { parley } = await beginPage(servers, profile)
  parley.markRead(ROOM, 1_003)
  await until(async () => expect((await profile.openSnapshots().load())?.rooms).toMatchObject([{ readSeq: 1_003 }, {}])) // prettier-ignore
  parley.close()

  await startServer(world, '1', servers[0]?.port)
  const { parley: next } = await beginPage(servers, profile)
  next.connect()
  await next.loadRooms()
  await until(() => expect(world.askedFor('read:mark').at(-1)?.input).toEqual({ roomId: ROOM, seq: 1_003 }))
})
