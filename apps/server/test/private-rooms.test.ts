import { createParley, type Parley } from '@parley/client'
import { limits, type Result, type Room } from '@parley/protocol'
import { until } from '@parley/testkit/until'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from './guest'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'

const ANNOUNCED_WITHIN_MS = 1_000

let database: Awaited<ReturnType<typeof makeDatabase>>
let here: ServerHere
let there: ServerHere
const opened: Parley[] = []

beforeAll(async () => {
  database = await makeDatabase()
  const fast = { ROOM_CREATE_BURST: '100', ROOM_JOIN_BURST: '100', GUEST_JOINS_PER_MINUTE: '1000' }
  const engines = { DATABASE_URL: database.url, REDIS_URL: redisUrl(13), ...fast }
  ;[here, there] = await Promise.all([startServerHere('1', engines), startServerHere('2', engines)])
})
afterAll(async () => {
  for (const parley of opened) parley.close()
  await Promise.all([here?.close(), there?.close()])
  await database?.drop()
})

/** A person on a server, online. */
async function join(name: string, server = here) {
  const parley = createParley({ apiUrl: server.url, servers: [{ url: server.url }] })
  opened.push(parley)
  const { id } = valueOf(await parley.joinAsGuest(name))
  await parley.loadRooms()
  parley.connect()
  await until(`${name} is online`, 10_000, () => parley.getState().connection.kind === 'online')
  const listed = () => {
    const { rooms } = parley.getState()
    return rooms.status === 'ready' ? rooms.list.filter(({ isMember }) => isMember) : []
  }
  const hears = (roomId: string, body: string) =>
    parley.getState().timelines[roomId]?.messages.some((message) => message.body === body) ?? false
  return { id, parley, listed, hears }
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.code)
  return result.value
}

const codeOf = async (asked: Promise<Result<unknown>>) => {
  const result = await asked
  return result.ok ? 'ok' : result.failure.code
}

async function makePrivate(owner: Parley, name = `plans ${newId()}`): Promise<Room> {
  return valueOf(await owner.createRoom({ name, kind: 'private' }))
}

test('a private room does not exist for strangers, whatever they ask, and its name stays free', async () => {
  const [ada, eve] = [await join('Ada'), await join('Eve', there)]
  const room = await makePrivate(ada.parley)
  expect(room).toMatchObject({ kind: 'private', role: 'owner', isMember: true })
  const found = valueOf(await eve.parley.browseRooms({ search: room.name }))
  expect(found.rooms).toEqual([])
  const { parley } = eve
  const nothing = newId()
  for (const ask of [
    (id: string) => parley.lookUpRoom(id),
    (id: string) => parley.joinRoom(id),
    (id: string) => parley.members(id),
    (id: string) => parley.addMember(id, eve.id),
    (id: string) => parley.removeMember(id, ada.id),
    (id: string) => parley.setRole(id, eve.id, 'owner'),
  ]) {
    expect(await codeOf(ask(room.id))).toBe('no-such-room')
    expect(await codeOf(ask(nothing))).toBe('no-such-room')
  }
  expect(await codeOf(parley.leaveRoom(room.id))).toBe(await codeOf(parley.leaveRoom(nothing)))
  expect(valueOf(await parley.createRoom({ name: room.name }))).toMatchObject({ kind: 'public' })
})

test('4.5: who is added hears the room at once, and who is removed hears nothing after a second, on any server', async () => {
  const [ada, bob] = [await join('Ada'), await join('Bob', there)]
  const room = await makePrivate(ada.parley)
  expect(await codeOf(ada.parley.addMember(room.id, bob.id))).toBe('ok')
  expect(await codeOf(ada.parley.addMember(room.id, bob.id))).toBe('ok')
  await until('Bob has the room', 10_000, () => bob.listed().some(({ id }) => id === room.id))
  bob.parley.openRoom(room.id)
  ada.parley.send(room.id, 'welcome')
  await until('Bob hears it', 10_000, () => bob.hears(room.id, 'welcome'))
  expect(await codeOf(ada.parley.removeMember(room.id, bob.id))).toBe('ok')
  const gone = () => !bob.listed().some(({ id }) => id === room.id)
  await until('Bob has lost it', ANNOUNCED_WITHIN_MS, gone)
  ada.parley.openRoom(room.id)
  ada.parley.send(room.id, 'among us')
  await until('Ada is shown it', 10_000, () => ada.hears(room.id, 'among us'))
  // A later message in another room, through the same servers, comes after it.
  const other = valueOf(await ada.parley.createRoom({ name: `open ${newId()}` }))
  await bob.parley.joinRoom(other.id)
  bob.parley.openRoom(other.id)
  ada.parley.send(other.id, 'later')
  await until('Bob hears the other room', 10_000, () => bob.hears(other.id, 'later'))
  expect(bob.hears(room.id, 'among us')).toBe(false)
  expect(await codeOf(bob.parley.lookUpRoom(room.id))).toBe('no-such-room')
})

test('members and moderators do what their role allows', async () => {
  const [ada, bob, cleo] = [await join('Ada'), await join('Bob'), await join('Cleo')]
  const { id } = await makePrivate(ada.parley)
  await ada.parley.addMember(id, bob.id)
  expect(await codeOf(bob.parley.addMember(id, cleo.id))).toBe('not-allowed')
  expect(await codeOf(bob.parley.removeMember(id, ada.id))).toBe('not-allowed')
  expect(await codeOf(bob.parley.setRole(id, bob.id, 'owner'))).toBe('not-allowed')
  expect(await codeOf(ada.parley.setRole(id, bob.id, 'moderator'))).toBe('ok')
  expect(await codeOf(bob.parley.addMember(id, cleo.id))).toBe('ok')
  expect(await codeOf(bob.parley.removeMember(id, ada.id))).toBe('not-allowed')
  expect(await codeOf(bob.parley.removeMember(id, cleo.id))).toBe('ok')
  expect(await codeOf(ada.parley.addMember(id, 'nobody'))).toBe('no-such-person')
  expect(await codeOf(ada.parley.setRole(id, cleo.id, 'moderator'))).toBe('no-such-person')
  expect(await codeOf(ada.parley.setRole(id, ada.id, 'member'))).toBe('not-allowed')
  const { members } = valueOf(await bob.parley.members(id))
  expect(members.map(({ name, role }) => [name, role])).toEqual([
    ['Ada', 'owner'],
    ['Bob', 'moderator'],
  ])
  // The room of an owner who leaves belongs to who has been in it longest.
  expect(await codeOf(ada.parley.leaveRoom(id))).toBe('ok')
  expect(valueOf(await bob.parley.lookUpRoom(id))).toMatchObject({ role: 'owner', memberCount: 1 })
})

test('the same people always get the same direct room, and nobody else does', async () => {
  const [ada, bob, eve] = [await join('Ada'), await join('Bob', there), await join('Eve')]
  const asked = await Promise.all([
    ...[1, 2, 3].map(() => ada.parley.openDirect([bob.id])),
    ...[1, 2, 3].map(() => bob.parley.openDirect([ada.id, bob.id, ada.id])),
  ])
  const rooms = asked.map(valueOf)
  expect(new Set(rooms.map(({ id }) => id)).size).toBe(1)
  expect(rooms[0]).toMatchObject({
    kind: 'direct',
    name: '',
    people: [{ id: bob.id, name: 'Bob', isGuest: true }],
  })
  expect(rooms[3]).toMatchObject({ people: [{ id: ada.id, name: 'Ada' }] })
  const { id } = rooms[0]!
  await until('Bob has it', 10_000, () => bob.listed().some((room) => room.id === id))
  bob.parley.openRoom(id)
  ada.parley.send(id, 'only for you')
  await until('Bob hears it', 10_000, () => bob.hears(id, 'only for you'))
  for (const ask of [eve.parley.lookUpRoom(id), eve.parley.joinRoom(id), eve.parley.members(id)])
    expect(await codeOf(ask)).toBe('no-such-room')
  expect(await codeOf(ada.parley.addMember(id, eve.id))).toBe('not-allowed')
  expect(await codeOf(ada.parley.leaveRoom(id))).toBe('direct-stays')
  const trio = valueOf(await ada.parley.openDirect([bob.id, eve.id]))
  expect(trio.id).not.toBe(id)
  expect(trio.people.map(({ name }) => name)).toEqual(['Bob', 'Eve'])
})

test('a direct room is for two to ten people that there are', async () => {
  const ada = await join('Ada')
  expect(await codeOf(ada.parley.openDirect([ada.id]))).toBe('no-such-person')
  expect(await codeOf(ada.parley.openDirect(['nobody']))).toBe('no-such-person')
  expect(await codeOf(ada.parley.openDirect([]))).toBe('bad-input')
  const many = Array.from({ length: limits.directPeople }, (_, n) => `person-${n}`)
  expect(await codeOf(ada.parley.openDirect(many))).toBe('bad-input')
})
