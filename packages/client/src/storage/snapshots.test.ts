import { failure, type Person, type Room } from '@parley/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ParleyState } from '../state'
import { createStore } from '../store'
import { emptyTimeline, type RoomTimeline } from '../timeline/timeline'
import type { SnapshotStore } from './snapshot-store'
import { createSnapshots } from './snapshots'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const ADA: Person = { id: 'p-ada', name: 'Ada', isGuest: true }
const BO: Person = { id: 'p-bo', name: 'Bo', isGuest: true }
const PAGE = { epoch: 1, seq: 5, events: [], more: false }

/** What is kept of a page, as the device is told. */
function makeSnapshots({ fails = false } = {}) {
  const told: string[] = []
  const timelines = new Map<string, RoomTimeline>()
  const tell = (what: string) => {
    told.push(what)
    return fails ? Promise.reject(new Error('no room')) : Promise.resolve()
  }
  const device: SnapshotStore = {
    load: async () => (fails ? tell('load').then(() => null) : { person: ADA, rooms: [] }),
    loadRoom: async (personId, roomId) => (await tell(`load ${roomId} of ${personId}`), PAGE),
    begin: ({ id }) => tell(`begin ${id}`),
    putRooms: (personId, rooms) =>
      tell(
        `rooms of ${personId}: ${[rooms]
          .flat()
          .map((room) => room?.id)
          .join()}`,
      ),
    putRoom: (personId, roomId, { seq }) => tell(`${roomId} of ${personId}: ${seq}`),
    dropRoom: (personId, roomId) => tell(`drop ${roomId} of ${personId}`),
    clear: () => tell('clear'),
  }
  const store = createStore({
    person: null,
    rooms: { status: 'idle' },
    timelines: {},
  } as unknown as ParleyState)
  const snapshots = createSnapshots({ snapshotStore: device, store, timelineOf: (id) => timelines.get(id) })
  const showRooms = (...ids: string[]) =>
    store.set({ rooms: { status: 'ready', list: ids.map((id) => ({ id }) as Room) } })
  function showTimeline(roomId: string, more: Partial<RoomTimeline> = {}) {
    const timeline = {
      ...emptyTimeline(roomId),
      status: 'ready',
      seen: { cursor: 5, beyond: [] },
      ...more,
    } as const
    timelines.set(roomId, timeline)
    store.set({ timelines: { ...store.get().timelines, [roomId]: { roomId } as never } })
  }
  const after = async (ms: number) => (await vi.advanceTimersByTimeAsync(ms), told.splice(0))
  return { snapshots, store, showRooms, showTimeline, after }
}

test('what somebody sees is kept a third of a second later, and then what changed', async () => {
  const { snapshots, showRooms, showTimeline, after, store } = makeSnapshots()
  showRooms('r', 's')
  showTimeline('r')
  showTimeline('s')
  expect(await after(1_000)).toEqual([])
  await snapshots.use(ADA)
  expect(await after(299)).toEqual(['begin p-ada'])
  expect(await after(1)).toEqual(['rooms of p-ada: r,s', 'r of p-ada: 5', 's of p-ada: 5'])
  showTimeline('r', { seen: { cursor: 6, beyond: [] } })
  showTimeline('r', { seen: { cursor: 7, beyond: [] } })
  store.set({ directoryVersion: 1 })
  expect(await after(300)).toEqual(['r of p-ada: 7'])
  store.set({ directoryVersion: 2 })
  expect(vi.getTimerCount()).toBe(0)
  showRooms('r')
  expect(await after(300)).toEqual(['rooms of p-ada: r'])
})

test('nothing is kept of a list or a room that is not loaded', async () => {
  const { snapshots, showTimeline, after, store } = makeSnapshots()
  await snapshots.use(ADA)
  showTimeline('r', { status: 'loading' })
  store.set({ rooms: { status: 'loading' } })
  store.set({ timelines: { ...store.get().timelines, gone: {} as never } })
  expect(await after(300)).toEqual(['begin p-ada'])
})

test('a room that is refused for good is dropped, one that is refused for now stays', async () => {
  const { snapshots, showTimeline, after } = makeSnapshots()
  await snapshots.use(ADA)
  showTimeline('r', { status: 'failed', failure: failure('not-a-member') })
  showTimeline('s', { status: 'failed', failure: failure('database-unavailable') })
  showTimeline('t', { status: 'failed' })
  expect(await after(300)).toEqual(['begin p-ada', 'drop r of p-ada'])
  snapshots.dropRoom('s')
  expect(await after(0)).toEqual(['drop s of p-ada'])
})

test('the next person begins anew; nobody leaves nothing', async () => {
  const { snapshots, showRooms, after } = makeSnapshots()
  await snapshots.use(ADA)
  await snapshots.use({ ...ADA, name: 'Ada again' })
  showRooms('r')
  await snapshots.use(BO)
  expect(await after(300)).toEqual(['begin p-ada', 'begin p-bo', 'rooms of p-bo: r'])
  showRooms('s')
  await snapshots.use(null)
  snapshots.dropRoom('r')
  showRooms('t')
  expect(vi.getTimerCount()).toBe(0)
  expect(await after(300)).toEqual(['clear'])
  await snapshots.use(null)
  expect(await after(300)).toEqual(['clear'])
})

test('who was here last is whose it is, until a server says otherwise', async () => {
  const { snapshots, showRooms, after, store } = makeSnapshots()
  expect(await snapshots.room('r')).toBe(null)
  showRooms('before')
  expect(vi.getTimerCount()).toBe(0)
  expect(await snapshots.load()).toEqual({ person: ADA, rooms: [] })
  showRooms('r')
  expect(await after(300)).toEqual(['rooms of p-ada: r'])
  store.set({ person: ADA })
  expect(await snapshots.room('r')).toEqual(PAGE)
  await snapshots.use(ADA)
  expect(await after(300)).toEqual(['load r of p-ada'])
  await snapshots.use(BO)
  await snapshots.load()
  snapshots.dropRoom('r')
  expect(await after(0)).toEqual(['begin p-bo', 'drop r of p-bo'])
})

test('a device that keeps nothing stops nobody', async () => {
  const { snapshots, showRooms, after, store } = makeSnapshots({ fails: true })
  expect(await snapshots.load()).toBe(null)
  store.set({ person: ADA })
  expect(await snapshots.room('r')).toBe(null)
  await snapshots.use(ADA)
  showRooms('r')
  expect(await after(300)).toEqual(['load', 'load r of p-ada', 'begin p-ada', 'rooms of p-ada: r'])
})

test('once it is closed nothing is kept any more', async () => {
  const { snapshots, showRooms, after } = makeSnapshots()
  await snapshots.use(ADA)
  showRooms('r')
  snapshots.close()
  expect(vi.getTimerCount()).toBe(0)
  showRooms('s')
  snapshots.dropRoom('r')
  expect(await after(300)).toEqual(['begin p-ada'])
})

test('without a device nothing is found, and nothing is done', async () => {
  const store = createStore({} as ParleyState)
  const { load, room, use, dropRoom, close } = createSnapshots({
    snapshotStore: undefined,
    store,
    timelineOf: () => undefined,
  })
  await use(ADA)
  dropRoom('r')
  expect([await load(), await room('r'), vi.getTimerCount()]).toEqual([null, null, 0])
  close()
})
