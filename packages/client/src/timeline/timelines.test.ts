import { expect, test } from 'vitest'
import { createStore } from '../store'
import type { ParleyState } from '../state'
import { applyHead, type RoomTimeline } from './timeline'
import { createTimelines } from './timelines'

function makeTimelines() {
  const store = createStore({ person: null, timelines: {} } as unknown as ParleyState)
  let shown = 0
  store.subscribe(() => (shown += 1))
  const timelines = createTimelines({ store, outboxOf: () => [], isOnline: () => true })
  const state = () => store.get().timelines
  return { ...timelines, state, shown: () => shown }
}
const ready = (timeline: RoomTimeline): RoomTimeline => ({ ...timeline, status: 'ready' })

test('a room is shown from when it is opened until it is dropped', () => {
  const { open, drop, get, roomIds, state, shown } = makeTimelines()
  open('r')
  open('s')
  expect([roomIds(), Object.keys(state()), state()['r']?.status]).toEqual([['r', 's'], ['r', 's'], 'loading'])
  const before = state()
  open('r')
  drop('nobody opened it')
  expect([state(), shown()]).toEqual([before, 2])
  expect(state()).toBe(before)
  drop('r')
  expect([get('r'), roomIds(), Object.keys(state())]).toEqual([undefined, ['s'], ['s']])
})

test('what changes is shown where a person sees a difference', () => {
  const { open, change, get, state, show } = makeTimelines()
  open('r')
  change('r', ready)
  expect(state()['r']?.status).toBe('ready')
  const before = state()
  change('r', (timeline) => applyHead(timeline, { epoch: 1, seq: 5 }))
  expect(state()).toBe(before)
  expect(get('r')?.head).toEqual({ epoch: 1, seq: 5 })
  show('r')
  expect(state()).not.toBe(before)
})

test('a room that is not open stays so', () => {
  const { change, show, state, get } = makeTimelines()
  change('r', () => expect.unreachable())
  show('r')
  expect([state(), get('r')]).toEqual([{}, undefined])
})

test('clear closes all', () => {
  const { open, clear, roomIds, state } = makeTimelines()
  open('r')
  clear()
  expect([roomIds(), state()]).toEqual([[], {}])
})
