import { createParley } from '@parley/client'
import { limits, type Room } from '@parley/protocol'
import { until } from '@parley/testkit/until'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { joinAsGuest, newId, signInGuest } from './guest'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'

let database: Awaited<ReturnType<typeof makeDatabase>>
let server: ServerHere

beforeAll(async () => {
  database = await makeDatabase()
  server = await startServerHere('1', { DATABASE_URL: database.url, REDIS_URL: redisUrl(7) })
})
afterAll(async () => {
  await server?.close()
  await database?.drop()
})

function openParley(fetched: string[] = [], cookie?: string) {
  return createParley({
    apiUrl: server.url,
    servers: [{ id: '1', url: server.url }],
    ...(cookie && { cookie }),
    fetch(input, init) {
      fetched.push(input instanceof Request ? input.url : input.toString())
      return fetch(input, init)
    },
  })
}

test('many rooms created at once are announced twice, and only clients that show the directory load it', async () => {
  const fetched: string[] = []
  const idle = openParley(fetched)
  await idle.joinAsGuest('Idle')
  await idle.loadRooms()
  idle.connect()
  const ada = await joinAsGuest(server.url, 'Ada')
  await until('Idle is online', 5_000, () => idle.getState().connection.kind === 'online')
  let frames = 0
  ada.socket.on('directory:changed', () => frames++)
  const before = fetched.length
  const made = await Promise.all(
    Array.from({ length: 50 }, (_, i) => ada.post('/rooms', { name: `room ${i} ${newId()}` })),
  )
  expect(new Set(made.map(({ status }) => status))).toEqual(new Set([201]))
  await until('the last are announced', 10_000, () => frames === 2 && idle.getState().directoryVersion > 0)
  expect(fetched.slice(before)).toEqual([])
  idle.close()
  ada.socket.close()
})

test('the own rooms are loaded, the others are browsed page by page, searched and joined', async () => {
  const { prisma } = database.database
  const ids = Array.from({ length: limits.directoryPage + 5 }, (_, i) => ({ id: newId(), i }))
  await prisma.room.createMany({
    data: ids.map(({ id, i }) => ({ id, name: `Shelf ${i}`, nameKey: `shelf ${i}` })),
  })
  const parley = openParley()
  await parley.joinAsGuest('Reader')
  const own = await parley.loadRooms()
  expect(own.ok && own.value.map(({ name }) => name)).toEqual(['Lobby'])

  const first = await parley.browseRooms({ search: 'SHELF' })
  if (!first.ok) throw new Error(first.failure.code)
  expect(first.value).toMatchObject({ more: true })
  const rest = await parley.browseRooms({ search: 'SHELF', after: first.value.rooms.at(-1)!.id })
  if (!rest.ok) throw new Error(rest.failure.code)
  expect(rest.value.more).toBe(false)
  const found = new Set([...first.value.rooms, ...rest.value.rooms].map(({ id }) => id))
  expect(found).toEqual(new Set(ids.map(({ id }) => id)))

  const [shelf] = first.value.rooms as [Room]
  expect(await parley.lookUpRoom(shelf.id)).toMatchObject({ ok: true, value: { isMember: false } })
  const listed = () => {
    const { rooms } = parley.getState()
    return rooms.status === 'ready' ? rooms.list.find(({ id }) => id === shelf.id) : undefined
  }
  await parley.loadRooms()
  expect(listed()).toMatchObject({ isMember: false })
  await parley.joinRoom(shelf.id)
  expect(listed()).toMatchObject({ isMember: true })
  const left = await parley.browseRooms({ search: shelf.name })
  expect(left.ok && left.value.rooms.map(({ id }) => id)).not.toContain(shelf.id)
  expect(await parley.lookUpRoom(newId())).toMatchObject({ ok: false, failure: { code: 'no-such-room' } })
  parley.close()
})

test('all members of a room can be listed, and the list and the count agree after another user joined', async () => {
  const ada = openParley()
  await ada.joinAsGuest('Ada')
  await ada.loadRooms()
  const made = await ada.createRoom({ name: `room ${newId()}` })
  if (!made.ok) throw new Error(made.failure.code)
  const { id } = made.value
  await signInGuest(server.url, 'Ben', id)
  const count = () => {
    const { rooms } = ada.getState()
    return rooms.status === 'ready' ? rooms.list.find((room) => room.id === id)?.memberCount : undefined
  }
  expect(count()).toBe(1)
  const two = await ada.members(id)
  expect(two.ok && two.value.members.map(({ name }) => name)).toEqual(['Ada', 'Ben'])
  expect(count()).toBe(2)

  const { prisma } = database.database
  const many = Array.from({ length: limits.memberPage }, (_, i) => `member-${i}`)
  await prisma.user.createMany({
    data: many.map((name) => ({ id: name, name, email: `${name}@example.org` })),
  })
  await prisma.membership.createMany({ data: many.map((personId) => ({ roomId: id, personId })) })
  const page = await ada.members(id)
  if (!page.ok) throw new Error(page.failure.code)
  expect(page.value).toMatchObject({ more: true })
  expect(count()).toBe(limits.memberPage + 2)
  const next = await ada.members(id, page.value.members.at(-1)!.id)
  expect(next.ok && next.value).toMatchObject({ more: false })
  const all = new Set([...page.value.members, ...(next.ok ? next.value.members : [])].map((each) => each.id))
  expect(all.size).toBe(limits.memberPage + 2)
  ada.close()
})
