// Socket events move the list, and reload it.
import { fail, ok, type Result } from '@parley/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { deletion, makeLoaded, makeRooms, room, said } from '../../test/listed-rooms'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('events heard and read during a load are not undone', async () => {
  let answer!: (result: Result<unknown>) => void
  const { rooms, one, further } = await makeLoaded(new Promise((resolve) => (answer = resolve)))
  const loading = rooms.load()
  rooms.heard('r', said(6), false)
  rooms.read('r', 6)
  answer(ok({ rooms: [room('r'), room('s', { readSeq: 4 })] }))
  await loading
  expect([one(), one('s')]).toEqual([room('r', { lastSeq: 6, readSeq: 6 }), room('s', { readSeq: 4 })])
  expect(further).toEqual([['r', 6]])
})

test('a message makes a room unread; one’s own is read; a read mark never goes back', async () => {
  const { rooms, one, list } = await makeLoaded()
  rooms.heard('r', said(6), false)
  expect(one()).toMatchObject({ lastSeq: 6, readSeq: 3 })
  rooms.heard('r', said(7), true)
  expect(one()).toMatchObject({ lastSeq: 7, readSeq: 7 })
  rooms.heard('r', deletion(8, 'm7'), true)
  expect(one()).toMatchObject({ lastSeq: 6, readSeq: 7 })
  const before = list()
  rooms.read('r', 6)
  rooms.read('r', 7)
  rooms.read('nobody knows it', 6)
  rooms.heard('nobody knows it', said(6), true)
  rooms.heard('r', deletion(9, 'm7'), false)
  expect(list()).toBe(before)
  rooms.head('r', { seq: 12, said: 11 })
  expect(one()).toMatchObject({ lastSeq: 11 })
})

test('5.4: if it is unknown what is left to read the list is requested, once, until it comes', async () => {
  const { rooms, one, after } = await makeLoaded(
    fail('unreachable'),
    ok({ rooms: [room('r', { lastSeq: 3 }), room('s')] }),
  )
  rooms.heard('r', deletion(6, 'older'), false)
  rooms.heard('r', deletion(7, 'older still'), false)
  expect(await after(4_999)).toEqual([])
  expect(await after(1)).toEqual(['GET /rooms'])
  expect(await after(4_999)).toEqual([])
  expect(await after(1)).toEqual(['GET /rooms'])
  expect(one()).toMatchObject({ lastSeq: 3 })
  expect(await after(60_000)).toEqual([])
  rooms.heard('r', deletion(8, 'another'), false)
  expect(vi.getTimerCount()).toBe(0)
})

test('5.4: a deletion that comes while the list is on its way is asked about again', async () => {
  let answer!: (result: Result<unknown>) => void
  const { rooms, one, after } = await makeLoaded(
    new Promise((resolve) => (answer = resolve)),
    ok({ rooms: [room('r', { lastSeq: 3 }), room('s')] }),
  )
  rooms.heard('r', deletion(6, 'older'), false)
  expect(await after(5_000)).toEqual(['GET /rooms'])
  rooms.heard('r', deletion(7, 'older still'), false)
  answer(ok({ rooms: [room('r', { lastSeq: 3 }), room('s')] }))
  expect(await after(5_000)).toEqual(['GET /rooms'])
  expect(one()).toMatchObject({ lastSeq: 3 })
  expect(await after(60_000)).toEqual([])
})

test('5.4: nothing is requested for a person who has left, or for a room that the person is not in', async () => {
  const { rooms, store, after } = await makeLoaded(fail('unreachable'))
  rooms.membershipChanged('s', false)
  await after(60_000)
  rooms.heard('s', deletion(6, 'older'), false)
  expect(vi.getTimerCount()).toBe(0)
  rooms.heard('r', deletion(6, 'older'), false)
  store.set({ person: null })
  await after(60_000)
  expect(vi.getTimerCount()).toBe(0)
})

test('a change of the list is asked for within two seconds, once, and only where it was loaded before', async () => {
  const { rooms, after } = makeRooms()
  rooms.refreshSoon()
  expect(vi.getTimerCount()).toBe(0)
  void rooms.load()
  rooms.refreshSoon()
  expect(vi.getTimerCount()).toBe(0)
  await after(0)
  rooms.refreshSoon()
  rooms.refreshSoon()
  expect(await after(999)).toEqual([])
  expect(await after(1)).toEqual(['GET /rooms'])
  rooms.refreshSoon()
  expect(await after(1_000)).toEqual(['GET /rooms'])
})

test('a change of the directory reloads the list within two seconds, once for many', async () => {
  const { rooms, store, after } = makeRooms()
  const version = () => store.get().directoryVersion
  rooms.directoryChanged()
  rooms.directoryChanged()
  await after(999)
  expect(version()).toBe(0)
  await after(1)
  expect(version()).toBe(1)
  rooms.directoryChanged()
  await after(1_000)
  expect(version()).toBe(2)
})

test('joining or being removed on another device shows at once, and the list is reloaded', async () => {
  const { rooms, one, list, after } = await makeLoaded(ok({ rooms: [room('r')] }))
  rooms.membershipChanged('s', false)
  expect(one('s')).toMatchObject({ isMember: false })
  const before = one('r')
  rooms.membershipChanged('r', true)
  expect(one('r')).toBe(before)
  expect(await after(1_000)).toEqual(['GET /rooms'])
  expect(list()).toEqual([room('r'), room('s', { isMember: false })])
})

test('the last known list is shown until it is loaded, and moves with socket events', async () => {
  const { rooms, list, one } = makeRooms()
  rooms.show([room('r')])
  expect(list()).toEqual([room('r')])
  rooms.heard('r', said(6), false)
  rooms.heard('r', deletion(7, 'm6'), false)
  expect(one()).toMatchObject({ lastSeq: 5 })
  await rooms.load()
  rooms.show([])
  expect(list()).toHaveLength(2)
})

test('clear leaves no timer', async () => {
  const { rooms } = await makeLoaded()
  rooms.refreshSoon()
  rooms.directoryChanged()
  rooms.heard('r', deletion(6, 'older'), false)
  expect(vi.getTimerCount()).toBe(3)
  rooms.clear()
  expect(vi.getTimerCount()).toBe(0)
})
