import { fail, ok, type Room } from '@parley/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ADA, makeLoaded, makeRooms, room } from '../../test/listed-rooms'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the list is loaded, and says so while it is', async () => {
  const { rooms, asked, list } = makeRooms()
  const loading = rooms.load()
  expect(list()).toBe('loading')
  expect(await loading).toEqual(ok([room('r'), room('s')]))
  expect([list(), asked]).toEqual([[room('r'), room('s')], ['GET /rooms']])
  void rooms.load()
  expect(list()).toHaveLength(2)
})

test('a list that cannot be loaded says why; an older one is better than none, but stale', async () => {
  const { rooms, store, list } = makeRooms(
    fail('database-unavailable'),
    ok({ rooms: [room('r')] }),
    fail('unreachable'),
  )
  expect(rooms.isStale()).toBe(false)
  expect(await rooms.load()).toMatchObject({ ok: false })
  expect(store.get().rooms).toMatchObject({ status: 'failed', failure: { code: 'database-unavailable' } })
  expect(rooms.isStale()).toBe(true)
  await rooms.load()
  expect(rooms.isStale()).toBe(false)
  await rooms.load()
  expect([list(), rooms.isStale()]).toEqual([[room('r')], true])
  rooms.clear()
  expect([list(), rooms.isStale()]).toEqual(['idle', false])
})

test('an answer for a person who has left is not shown', async () => {
  for (const answer of [ok({ rooms: [room('r')] }), fail('unreachable')]) {
    for (const person of [{ ...ADA, id: 'p-bo' }, null]) {
      const { rooms, store, list } = makeRooms(answer)
      const loading = rooms.load()
      store.set({ person })
      expect((await loading).ok).toBe(answer.ok)
      expect([list(), rooms.isStale()]).toEqual(['loading', false])
    }
  }
})

test('rooms that were left or looked up stay beside the own ones', async () => {
  const { rooms, list, further } = await makeLoaded(
    ok(room('t', { isMember: false })),
    ok({ rooms: [room('s')] }),
  )
  await rooms.lookUp('t')
  await rooms.load()
  expect(further).toEqual([])
  expect(list()).toEqual([room('s'), room('r', { isMember: false }), room('t', { isMember: false })])
})

test('a room that is created, joined or looked up is added to the list, a refused one is not', async () => {
  const { rooms, list, asked } = await makeLoaded(
    ok(room('new')),
    ok(room('s', { memberCount: 3 })),
    ok(room('t', { isMember: false })),
    fail('no-such-room'),
  )
  await rooms.create({ name: 'new' })
  await rooms.join('s')
  await rooms.lookUp('t')
  expect(await rooms.lookUp('u')).toMatchObject({ failure: { code: 'no-such-room' } })
  expect(asked).toEqual([
    'POST /rooms {"name":"new"}',
    'POST /rooms/s/join {}',
    'GET /rooms/t',
    'GET /rooms/u',
  ])
  expect((list() as Room[]).map(({ id, memberCount }) => `${id} ${memberCount}`).sort()).toEqual([
    'new 2',
    'r 2',
    's 3',
    't 2',
  ])
})

test('before the list is loaded an answer changes nothing in it; nor does leaving an unknown room', async () => {
  const { rooms, list } = makeRooms(ok(room('new')), ok(null), ok({ rooms: [room('r')] }), ok(null))
  expect(await rooms.create({ name: 'new' })).toEqual(ok(room('new')))
  expect(await rooms.leave('r')).toEqual(ok(null))
  expect(list()).toBe('idle')
  await rooms.load()
  const before = list()
  await rooms.leave('nobody knows it')
  expect(list()).toBe(before)
})

test('a room that is left has one member less', async () => {
  const { rooms, one, asked } = await makeLoaded(ok(null), fail('lobby-stays'))
  expect(await rooms.leave('r')).toEqual(ok(null))
  expect(one()).toEqual(room('r', { isMember: false, memberCount: 1 }))
  expect(await rooms.leave('s')).toMatchObject({ ok: false })
  expect(one('s')).toEqual(room('s'))
  expect(asked).toEqual(['POST /rooms/r/leave {}', 'POST /rooms/s/leave {}'])
})

test('the members say how many they are, the first page of many lets the room say it', async () => {
  const page = (count: number, more: boolean) =>
    ok({ members: Array.from({ length: count }, (_, i) => ({ ...ADA, id: `p-${i}` })), more })
  const { rooms, one, asked } = await makeLoaded(
    page(7, false),
    page(100, true),
    ok(room('r', { memberCount: 150 })),
    page(50, false),
    fail('no-such-room'),
  )
  await rooms.members('r')
  expect(one()).toMatchObject({ memberCount: 7 })
  await rooms.members('r')
  expect(one()).toMatchObject({ memberCount: 150 })
  await rooms.members('r', 'p-99')
  await rooms.members('r')
  expect(one()).toMatchObject({ memberCount: 150 })
  expect(asked).toEqual([
    'GET /rooms/r/members',
    'GET /rooms/r/members',
    'GET /rooms/r',
    'GET /rooms/r/members?after=p-99',
    'GET /rooms/r/members',
  ])
})

test('a page of the directory is requested with the search and the last room', async () => {
  const { rooms, asked } = makeRooms()
  await rooms.browse()
  await rooms.browse({ search: 'a b' })
  await rooms.browse({ search: '', after: 'r' })
  expect(asked).toEqual(['GET /directory?', 'GET /directory?search=a+b', 'GET /directory?after=r'])
})
