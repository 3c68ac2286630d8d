import { failure } from '@parley/protocol'
import { expect, test } from 'vitest'
import type { Answer, Ask } from '../connection/answer'
import { createLoadOlder } from './older-pages'
import { emptyTimeline, type RoomTimeline } from './timeline'
import type { Timelines } from './timelines'

const PAGE = { epoch: 1, seq: 9, events: [], more: false }
const loaded: RoomTimeline = { ...emptyTimeline('r'), status: 'ready', loadedFrom: 5, hasOlder: true }

interface Room {
  /** Null where it is not open. */
  timeline?: RoomTimeline | null
  isOnline?: boolean
  answer?: Answer<typeof PAGE>
}

/** A room whose server answers so, and what was asked and noted. */
function makeRoom({ timeline = loaded, isOnline = true, answer = { kind: 'done', value: PAGE } }: Room = {}) {
  let now = timeline ?? undefined
  const happened: unknown[] = []
  const loadOlder = createLoadOlder({
    ask: ((...question: unknown[]) => (
      happened.push(question, now?.loadingOlder),
      Promise.resolve(answer)
    )) as unknown as Ask,
    timelines: {
      get: () => now,
      change: (_roomId: string, how: (timeline: RoomTimeline) => RoomTimeline) => (now = now && how(now)),
    } as unknown as Timelines,
    isOnline: () => isOnline,
    onEvents: (roomId, events) => happened.push(['events', roomId, events]),
  })
  return { loadOlder: () => loadOlder('r'), happened, timeline: () => now }
}

test('the page before the oldest message is asked for, shown and noted', async () => {
  const { loadOlder, happened, timeline } = makeRoom()
  await loadOlder()
  expect(happened).toEqual([['history:page', { roomId: 'r', before: 5 }], true, ['events', 'r', []]])
  expect(timeline()).toMatchObject({ hasOlder: false, loadingOlder: false, loadedFrom: 5 })
})

test.each<[title: string, answer: Answer<typeof PAGE>]>([
  ['a refusal', { kind: 'refused', failure: failure('database-unavailable') }],
  ['no answer', { kind: 'unanswered' }],
])('after %s it can be asked for again', async (_title, answer) => {
  const { loadOlder, happened, timeline } = makeRoom({ answer })
  await loadOlder()
  await loadOlder()
  expect(happened).toHaveLength(4)
  expect(timeline()).toEqual({ ...loaded, loadingOlder: false })
})

test.each<[title: string, room: Room]>([
  ['that is not open', { timeline: null }],
  ['of which nothing is loaded', { timeline: { ...loaded, loadedFrom: null } }],
  ['that has no older messages', { timeline: { ...loaded, hasOlder: false } }],
  ['of which a page is on its way', { timeline: { ...loaded, loadingOlder: true } }],
  ['without a connection', { isOnline: false }],
])('nothing is asked of a room %s', async (_title, room) => {
  const { loadOlder, happened } = makeRoom(room)
  await loadOlder()
  expect(happened).toEqual([])
})
