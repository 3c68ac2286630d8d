// When an opened room is asked for. On a real connection: test/catching-up.test.ts.
import { failure, limits, type SyncAnswer } from '@parley/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Answer, Ask } from '../connection/answer'
import { createCatchUp } from './catch-up'
import { applyHead, applyPacket, emptyTimeline, type RoomTimeline } from './timeline'
import type { Timelines } from './timelines'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const page = (seq: number, epoch = 1) =>
  ({ kind: 'done', value: { epoch, seq, events: [], more: false } }) as const
const synced = (...rooms: SyncAnswer[]) => ({ kind: 'done', value: { rooms } }) as const
const events = (seq: number, roomId = 'r', epoch = 1): SyncAnswer => ({
  kind: 'events',
  roomId,
  epoch,
  seq,
  events: [],
})
const UNANSWERED = { kind: 'unanswered' } as const
const message = (seq: number) => ({
  seq,
  event: {
    kind: 'message',
    id: `m${seq}`,
    roomId: 'r',
    authorId: 'p-bo',
    authorName: 'Bo',
    at: 1,
    body: 'hello',
  } as const,
})

/** Opened rooms whose server gives these answers in turn, and then pages and answers up to number 5. */
function makeCatchUp(...answers: (Answer<unknown> | Promise<Answer<unknown>>)[]) {
  const state = { isOnline: true }
  const rooms = new Map<string, RoomTimeline>()
  const asked: string[] = []
  const noted: string[] = []
  const ask = (async (
    event: string,
    input: { roomId?: string; rooms?: { roomId: string; seq: number }[] },
  ) => {
    const about = input.rooms?.map(({ roomId, seq }) => `${roomId} ${seq}`) ?? [input.roomId]
    asked.push(`${event.split(':')[1]} ${about.length > 3 ? about.length : about.join(', ')}`)
    return (
      answers.shift() ??
      (input.rooms ? synced(...input.rooms.map(({ roomId }) => events(5, roomId))) : page(5))
    )
  }) as unknown as Ask
  const timelines = {
    roomIds: () => [...rooms.keys()],
    get: (roomId: string) => rooms.get(roomId),
    change(roomId: string, how: (timeline: RoomTimeline) => RoomTimeline) {
      const timeline = rooms.get(roomId)
      if (timeline) rooms.set(roomId, how(timeline))
    },
  } as unknown as Timelines
  const catchUp = createCatchUp({
    ask,
    timelines,
    isOnline: () => state.isOnline,
    meId: () => 'p-ada',
    onEvents: (roomId) => noted.push(roomId),
    random: () => 0.5,
  })
  const open = (...roomIds: string[]) => roomIds.forEach((roomId) => rooms.set(roomId, emptyTimeline(roomId)))
  const after = async (ms: number) => (await vi.advanceTimersByTimeAsync(ms), asked.splice(0))
  const hear = (seq: number, epoch = 1) => {
    timelines.change('r', (timeline) => applyPacket(timeline, { roomId: 'r', epoch, events: [message(seq)] }))
    catchUp.consider('r')
  }
  return { ...catchUp, state, rooms, open, after, hear, noted, room: (roomId = 'r') => rooms.get(roomId)! }
}

/** A room that is loaded up to number 5. */
async function makeLoaded(...answers: Parameters<typeof makeCatchUp>) {
  const made = makeCatchUp(page(5), ...answers)
  made.open('r')
  made.refresh('r')
  await made.after(0)
  made.noted.length = 0
  return made
}

test('an opened room gets its newest page at once, and then nothing more is asked', async () => {
  const { open, refresh, after, room, noted } = makeCatchUp()
  open('r')
  refresh('r')
  expect(await after(0)).toEqual(['page r'])
  expect([room().status, room().seen.cursor, noted]).toEqual(['ready', 5, ['r']])
  expect(await after(60_000)).toEqual([])
  expect(vi.getTimerCount()).toBe(0)
})

test('a gap is asked for after a quarter of a second, unless it closes by itself', async () => {
  const { hear, after, room } = await makeLoaded(synced(events(8)))
  hear(7)
  expect(await after(249)).toEqual([])
  hear(6)
  expect(await after(1_000)).toEqual([])
  hear(9)
  hear(10)
  expect(await after(249)).toEqual([])
  expect(await after(1)).toEqual(['sync r 7'])
  expect(room().seen.cursor).toBe(10)
})

test('a new epoch is asked for within a quarter of a second, at a random moment', async () => {
  const { hear, after, room } = await makeLoaded(page(105, 2))
  hear(103, 2)
  expect(await after(124)).toEqual([])
  expect(await after(1)).toEqual(['page r'])
  expect(room()).toMatchObject({ epoch: 2, seen: { cursor: 105 } })
})

test('after a reconnect all rooms are asked about at once, but none that is refused for good', async () => {
  const { open, rooms, refresh, connected, after, noted } = makeCatchUp()
  open('r', 's', 'new', 'refused', 'failed')
  for (const roomId of ['r', 's']) refresh(roomId)
  await after(0)
  rooms.set('refused', { ...emptyTimeline('refused'), status: 'failed', failure: failure('not-a-member') })
  rooms.set('failed', {
    ...emptyTimeline('failed'),
    status: 'failed',
    failure: failure('database-unavailable'),
  })
  noted.length = 0
  connected()
  expect(await after(0)).toEqual(['page new', 'page failed', 'sync r 5, s 5'])
  expect(noted.sort()).toEqual(['failed', 'new', 'r', 's'])
})

test('more rooms than one question may name are asked about in several', async () => {
  const { open, rooms, connected, after } = makeCatchUp()
  const ids = Array.from({ length: limits.syncMaxRooms + 1 }, (_, i) => `r${i}`)
  open(...ids)
  for (const id of ids) rooms.set(id, { ...emptyTimeline(id), status: 'ready' })
  connected()
  expect(await after(0)).toEqual([`sync ${limits.syncMaxRooms}`, `sync r${limits.syncMaxRooms} 0`])
})

test('without a connection nothing is asked', async () => {
  const { state, hear, refresh, after } = await makeLoaded()
  state.isOnline = false
  refresh('r')
  hear(7)
  expect(await after(60_000)).toEqual([])
  state.isOnline = true
  hear(9)
  state.isOnline = false
  expect(await after(60_000)).toEqual([])
})

test('a question without an answer is asked again, later each time', async () => {
  const { open, refresh, after } = makeCatchUp(UNANSWERED, UNANSWERED, UNANSWERED)
  open('r')
  refresh('r')
  expect(await after(0)).toEqual(['page r'])
  for (const ms of [250, 500, 1_000]) {
    expect(await after(ms - 1)).toEqual([])
    expect(await after(1)).toEqual(['page r'])
  }
  expect(await after(60_000)).toEqual([])
})

test('a first page that is refused for now says so and is asked for again, when the server says', async () => {
  const refused = {
    kind: 'refused',
    failure: failure('database-unavailable', { retryAfterMs: 3_000 }),
  } as const
  const { open, refresh, after, room } = makeCatchUp(refused)
  open('r')
  refresh('r')
  await after(0)
  expect(room()).toMatchObject({ status: 'failed', failure: { code: 'database-unavailable' } })
  expect(await after(3_249)).toEqual([])
  expect(await after(1)).toEqual(['page r'])
  expect(room()).toMatchObject({ status: 'ready', failure: null })
})

test('a room that is shown stays so while its reload is refused for now', async () => {
  const refused = { kind: 'refused', failure: failure('database-unavailable', { retryAfterMs: 5 }) } as const
  const { hear, after, room } = await makeLoaded(refused)
  hear(103, 2)
  await after(125)
  expect(room()).toMatchObject({ status: 'ready', failure: null })
})

test.each<
  [title: string, answer: Answer<unknown>, asks: (made: Awaited<ReturnType<typeof makeLoaded>>) => void]
>([
  ['a page', { kind: 'refused', failure: failure('not-a-member') }, ({ hear }) => hear(103, 2)],
  ['a sync', synced({ kind: 'not-a-member', roomId: 'r' }), ({ hear }) => hear(7)],
])(
  'a room of which %s is refused for good fails, and is not asked for again',
  async (_title, answer, asks) => {
    const made = await makeLoaded(answer)
    made.rooms.set('r', { ...made.room(), loadingOlder: true })
    asks(made)
    expect(await made.after(60_000)).toHaveLength(1)
    expect(made.room()).toMatchObject({
      status: 'failed',
      failure: { code: 'not-a-member' },
      loadingOlder: false,
    })
    expect(vi.getTimerCount()).toBe(0)
  },
)

test('too much was missed: the newest page is loaded at once', async () => {
  const { hear, after } = await makeLoaded(synced({ kind: 'reload', roomId: 'r' }), page(900))
  hear(900)
  expect(await after(250)).toEqual(['sync r 5'])
  expect(await after(1)).toEqual(['page r'])
})

test('"later" is asked again when the server says, and "later" each time', async () => {
  const later: SyncAnswer = { kind: 'later', roomId: 'r', retryAfterMs: 1_000 }
  const { hear, after } = await makeLoaded(synced(later), synced(later), synced(events(7)))
  hear(7)
  expect(await after(250)).toEqual(['sync r 5'])
  expect(await after(1_249)).toEqual([])
  expect(await after(1)).toEqual(['sync r 5'])
  expect(await after(1_499)).toEqual([])
  expect(await after(1)).toEqual(['sync r 5'])
  expect(await after(60_000)).toEqual([])
})

test('an answer that ends early is followed by the next, with the shortest pause', async () => {
  const { hear, after } = await makeLoaded(
    synced(events(6)),
    synced(events(7)),
    synced(events(8)),
    synced(events(900)),
  )
  hear(900)
  expect(await after(250)).toEqual(['sync r 5'])
  for (const cursor of [6, 7, 8]) {
    expect(await after(249)).toEqual([])
    expect(await after(1)).toEqual([`sync r ${cursor}`])
  }
  expect(await after(60_000)).toEqual([])
})

test('after many questions also what an answer led to waits', async () => {
  const reload = synced({ kind: 'reload', roomId: 'r' })
  const { hear, after } = await makeLoaded(UNANSWERED, UNANSWERED, reload, page(900))
  hear(900)
  for (const ms of [250, 250, 500]) {
    expect(await after(ms - 1)).toEqual([])
    expect(await after(1)).toEqual(['sync r 5'])
  }
  expect(await after(999)).toEqual([])
  expect(await after(1)).toEqual(['page r'])
})

test('what is asked already is not asked twice', async () => {
  let answer!: (given: Answer<unknown>) => void
  const { hear, refresh, connected, after } = await makeLoaded(new Promise((resolve) => (answer = resolve)))
  hear(7)
  expect(await after(250)).toEqual(['sync r 5'])
  hear(9)
  refresh('r')
  connected()
  expect(await after(10_000)).toEqual([])
  answer(synced(events(9)))
  // The refresh came meanwhile, so that its answer may know more.
  expect(await after(60_000)).toEqual(['sync r 9'])
})

test('a room that was closed is asked for no more', async () => {
  const { hear, forget, clear, rooms, after, consider } = await makeLoaded()
  hear(7)
  forget('r')
  expect(vi.getTimerCount()).toBe(0)
  hear(9)
  clear()
  expect(vi.getTimerCount()).toBe(0)
  hear(11)
  rooms.delete('r')
  expect(await after(60_000)).toEqual([])
  consider('r')
  expect(vi.getTimerCount()).toBe(0)
})

test('a head of a later moment than the answer is asked for again', async () => {
  const { rooms, room, consider, after } = await makeLoaded(synced(events(7)))
  rooms.set('r', applyHead(room(), { epoch: 1, seq: 7 }))
  consider('r')
  expect(await after(250)).toEqual(['sync r 5'])
  expect(room().seen.cursor).toBe(7)
})

test('what closes by itself leaves no timer, and one gap has one', async () => {
  const { state, hear } = await makeLoaded()
  hear(6)
  expect(vi.getTimerCount()).toBe(0)
  hear(8)
  hear(10)
  expect(vi.getTimerCount()).toBe(1)
  hear(7)
  hear(9)
  expect(vi.getTimerCount()).toBe(0)
  state.isOnline = false
  hear(12)
  expect(vi.getTimerCount()).toBe(0)
})

test('while a question is on its way nothing is planned, and a page is asked for once', async () => {
  let answer!: (given: Answer<unknown>) => void
  const { open, refresh, hear, after } = makeCatchUp(new Promise((resolve) => (answer = resolve)))
  open('r')
  refresh('r')
  refresh('r')
  expect(await after(0)).toEqual(['page r'])
  hear(900)
  expect(vi.getTimerCount()).toBe(0)
  answer(page(5))
  // The refresh came meanwhile, so that its page may know more; then what was heard is asked for.
  expect(await after(1)).toEqual(['page r', 'sync r 5'])
})

test('what a page shows to be missing is asked for at once', async () => {
  let answer!: (given: Answer<unknown>) => void
  const { open, refresh, hear, after } = makeCatchUp(new Promise((resolve) => (answer = resolve)))
  open('r')
  refresh('r')
  await after(0)
  hear(900)
  answer(page(5))
  expect(await after(1)).toEqual(['sync r 5'])
})

test('answers without progress are asked for ever later, also in a room that was never refreshed', async () => {
  const { open, rooms, hear, after } = makeCatchUp(...[5, 5, 5].map((seq) => synced(events(seq))))
  open('r')
  rooms.set('r', { ...emptyTimeline('r'), status: 'ready', epoch: 1, seen: { cursor: 5, beyond: [] } })
  hear(900)
  expect(await after(250)).toEqual(['sync r 5'])
  for (const ms of [250, 500, 1_000]) {
    expect(await after(ms - 1)).toEqual([])
    expect(await after(1)).toEqual(['sync r 5'])
  }
})

test('a room that is not open is not asked for', async () => {
  const { refresh, forget, after } = makeCatchUp()
  forget('r')
  refresh('r')
  expect(await after(60_000)).toEqual([])
})
