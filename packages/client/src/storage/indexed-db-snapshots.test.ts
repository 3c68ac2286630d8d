import { IDBFactory } from 'fake-indexeddb'
import { expect, test } from 'vitest'
import type { Person, Room } from '@parley/protocol'
import { createIndexedDbSnapshotStore } from './indexed-db-snapshots'
import type { RoomSnapshot } from './snapshot-store'

const ada: Person = { id: 'p-ada', name: 'Ada', isGuest: true }
const bo: Person = { id: 'p-bo', name: 'Bo', isGuest: true }
const roomId = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`

const room = (n: number, isMember = true): Room => ({
  id: roomId(n),
  name: `room ${n}`,
  topic: '',
  isLobby: false,
  isMember,
  memberCount: 1,
  lastSeq: 1,
  readSeq: 0,
  kind: 'public',
  role: 'member',
  people: [],
})

function page(n: number): RoomSnapshot {
  const event = { kind: 'message', id: roomId(900), roomId: roomId(n), authorId: 'p-bo', authorName: 'Bo', body: `in ${n}`, at: 1 } as const // prettier-ignore
  return { epoch: 1, seq: 1, events: [{ seq: 1, epoch: 1, event }], more: false }
}

function open(factory: IDBFactory) {
  let time = 0
  return createIndexedDbSnapshotStore({ indexedDb: () => factory, now: () => ++time })
}

test('a later page finds the person, their rooms and the last messages', async () => {
  const factory = new IDBFactory()
  const store = open(factory)
  await store.begin(ada)
  await store.putRooms(ada.id, [room(1)])
  await store.putRoom(ada.id, roomId(1), page(1))
  const later = open(factory)
  expect(await later.load()).toEqual({ person: ada, rooms: [room(1)] })
  expect(await later.loadRoom(ada.id, roomId(1))).toEqual(page(1))
  await later.begin(ada)
  expect(await later.load()).toEqual({ person: ada, rooms: [room(1)] })
  expect(await later.loadRoom(ada.id, roomId(1))).toEqual(page(1))
})

test('no person finds the data of another', async () => {
  const factory = new IDBFactory()
  const store = open(factory)
  await store.begin(ada)
  await store.putRoom(ada.id, roomId(1), page(1))
  expect(await store.loadRoom(bo.id, roomId(1))).toBe(null)
  await store.begin(bo)
  expect(await store.load()).toEqual({ person: bo, rooms: [] })
  expect(await store.loadRoom(bo.id, roomId(1))).toBe(null)
  expect(await store.loadRoom(ada.id, roomId(1))).toBe(null)
})

test('after a sign-out in one tab, another tab that does not know of it stores nothing more', async () => {
  const factory = new IDBFactory()
  const [one, other] = [open(factory), open(factory)]
  await one.begin(ada)
  await other.putRoom(ada.id, roomId(1), page(1))
  await one.clear()
  await other.putRooms(ada.id, [room(1)])
  await other.putRoom(ada.id, roomId(1), page(1))
  expect(await one.load()).toBe(null)
  await one.begin(ada)
  expect(await one.loadRoom(ada.id, roomId(1))).toBe(null)
})

test('a room that the person has left loses its stored page', async () => {
  const store = open(new IDBFactory())
  await store.begin(ada)
  for (const n of [1, 2, 3]) await store.putRoom(ada.id, roomId(n), page(n))
  await store.dropRoom(ada.id, roomId(1))
  await store.putRooms(ada.id, [room(1), room(2, false), room(3)])
  const found = await Promise.all([1, 2, 3].map((n) => store.loadRoom(ada.id, roomId(n))))
  expect(found).toEqual([null, null, page(3)])
})

test('the 50 rooms that were opened last are kept', async () => {
  const store = open(new IDBFactory())
  await store.begin(ada)
  for (let n = 1; n <= 50; n++) await store.putRoom(ada.id, roomId(n), page(n))
  await store.putRoom(ada.id, roomId(1), page(1))
  await store.putRoom(ada.id, roomId(51), page(51))
  const found = await Promise.all([1, 2, 3, 51].map((n) => store.loadRoom(ada.id, roomId(n))))
  expect(found).toEqual([page(1), null, page(3), page(51)])
})

test('data that another version wrote in another format is ignored', async () => {
  const factory = new IDBFactory()
  const store = open(factory)
  await store.begin({ ...ada, name: 7 } as unknown as Person)
  await store.putRoom(ada.id, roomId(1), { pages: [] } as unknown as RoomSnapshot)
  expect(await store.load()).toBe(null)
  expect(await store.loadRoom(ada.id, roomId(1))).toBe(null)
})
