import type { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  events,
  makeRoom,
  nameLoss,
  numbers,
  startTestRedis,
  type TestRedis,
  type TestRoom,
} from './test-redis'

let server: TestRedis
let redis: Redis
beforeAll(async () => {
  server = await startTestRedis()
  redis = await server.connect()
})
afterAll(() => server.close())

const WALL = 40

/** A room whose head was lost, found by the persister when the log ended at WALL; it delivered what it had. */
async function roomWithWall(): Promise<TestRoom> {
  const room = makeRoom(redis)
  const { delivery, roomId } = room
  const seed = { highest: 7, wall: WALL, loss: await nameLoss(room) }
  await delivery.deliver({ roomId, by: 'persister', storedOffset: 30, seed, events: events('m1') })
  return room
}

test('1.1: a server never seeds, not even when it is told a number', async () => {
  const { delivery, roomId, dump } = makeRoom(redis)
  const asked = { roomId, by: 'server' as const, storedOffset: 1000, events: events('m3') }
  const unseeded = { kind: 'unseeded', loss: '' }
  expect(await delivery.deliver(asked)).toEqual(unseeded)
  expect(await delivery.deliver({ ...asked, seed: { highest: 7, wall: null } })).toEqual(unseeded)
  expect(await dump()).toEqual({})
})

test('1.1: the persister does not seed without a number from PostgreSQL', async () => {
  const { delivery, roomId } = makeRoom(redis)
  const asked = { roomId, by: 'persister' as const, storedOffset: 1000, events: events('m3') }
  expect(await delivery.deliver(asked)).toMatchObject({ kind: 'unseeded' })
  expect(await delivery.read(roomId, 0)).toBeNull()
  expect(await delivery.heads([roomId])).toEqual([null])
})

test('1.14: a wall that was read after an earlier loss does not seed', async () => {
  const room = makeRoom(redis)
  const { delivery, roomId, key } = room
  const earlier = await nameLoss(room)
  expect(await nameLoss(room)).toBe(earlier) // whoever finds it first names it for all
  await redis.del(key) // lost once more
  const by = 'persister' as const
  const stale = { highest: 7, wall: WALL, loss: earlier }
  const refused = await delivery.deliver({ roomId, by, storedOffset: 0, seed: stale, events: [] })
  expect(refused).toMatchObject({ kind: 'unseeded' })
  expect(await delivery.read(roomId, 0)).toBeNull()

  const seed = { ...stale, loss: (refused as { loss: string }).loss }
  expect(seed.loss).not.toBe(earlier)
  const seeded = await delivery.deliver({ roomId, by, storedOffset: 0, seed, events: [] })
  expect(seeded).toMatchObject({ kind: 'delivered' })
})

test('1.1: after a loss a server waits until what was lost is stored, so a sender keeps its order', async () => {
  const { delivery, roomId, dump } = await roomWithWall()
  const before = await dump()
  const m3 = { roomId, by: 'server' as const, events: events('m3') }
  expect(await delivery.deliver({ ...m3, storedOffset: WALL - 1 })).toEqual({ kind: 'behind' })
  expect(await dump()).toEqual(before)

  const m2 = await delivery.deliver({ roomId, by: 'persister', storedOffset: 31, events: events('m2') })
  const after = await delivery.deliver({ ...m3, storedOffset: WALL })
  expect(numbers(after)[0]).toBe(numbers(m2)[0]! + 1)
})

test('1.1: the persister delivers in front of the wall, and does not take it down', async () => {
  const { delivery, roomId } = await roomWithWall()
  await delivery.deliver({ roomId, by: 'persister', storedOffset: 99, events: events('m2') })
  expect(await delivery.read(roomId, 0)).toMatchObject({ wall: WALL })
})

test('1.1: the first server that is past the wall takes it down for all', async () => {
  const { delivery, roomId } = await roomWithWall()
  await delivery.deliver({ roomId, by: 'server', storedOffset: WALL, events: events('m3') })
  expect(await delivery.read(roomId, 0)).toMatchObject({ wall: null })
  // Another server, whose knowledge of the stored offset is older, is right to be let through.
  const late = await delivery.deliver({ roomId, by: 'server', storedOffset: 0, events: events('m4') })
  expect(late.kind).toBe('delivered')
})

test('1.1: in front of the wall a server gets the number of what the persister delivered', async () => {
  const { delivery, roomId } = await roomWithWall()
  const known = await delivery.deliver({ roomId, by: 'server', storedOffset: 0, events: events('m1') })
  expect(known).toMatchObject({ kind: 'delivered', events: [{ id: 'm1', fresh: false }] })
  const mixed = await delivery.deliver({ roomId, by: 'server', storedOffset: 0, events: events('m1', 'm3') })
  expect(mixed).toEqual({ kind: 'behind' })
  expect(await delivery.read(roomId, 0)).toMatchObject({ wall: WALL })
})

test('1.1: whoever stores takes the wall down once everything below it is stored', async () => {
  const { delivery, roomId } = await roomWithWall()
  await delivery.trim(roomId, { ids: ['m1'], offset: WALL - 1 })
  expect(await delivery.read(roomId, 0)).toMatchObject({ wall: WALL })
  await delivery.trim(roomId, { ids: [], offset: WALL })
  expect(await delivery.read(roomId, 0)).toMatchObject({ wall: null })
})

test('a wall at the beginning of the log is a wall too', async () => {
  const room = makeRoom(redis)
  const { delivery, roomId } = room
  const seed = { highest: 0, wall: 0, loss: await nameLoss(room) }
  await delivery.deliver({ roomId, by: 'persister', storedOffset: 0, seed, events: [] })
  expect(await delivery.read(roomId, 0)).toMatchObject({ wall: 0 })
  await delivery.deliver({ roomId, by: 'server', storedOffset: 0, events: events('m1') })
  expect(await delivery.read(roomId, 0)).toMatchObject({ wall: null })
})

test('seeding a room just made starts its head without a wall', async () => {
  const { delivery, roomId } = makeRoom(redis)
  await delivery.seed(roomId, 0)
  const head = (await delivery.heads([roomId]))[0]!
  expect(head.seq).toBe(head.epoch)
  expect(await delivery.read(roomId, 0)).toEqual({ ...head, floor: head.epoch, wall: null, events: [] })
})

test('a seed leaves a valid head, its wall and its tail as they are', async () => {
  const { delivery, roomId, dump } = await roomWithWall()
  const before = await dump()
  await delivery.seed(roomId, 10 ** 15)
  expect(await dump()).toEqual(before)
  await delivery.deliver({
    roomId,
    by: 'persister',
    storedOffset: 0,
    seed: { highest: 10 ** 15, wall: 90, loss: 'another' },
    events: [],
  })
  expect(await dump()).toEqual(before)
})

test('an epoch begins above the highest number of PostgreSQL, should that be beyond the clock', async () => {
  const { delivery, roomId } = makeRoom(redis)
  const highest = 9_000_000_000_000_001
  const seed = { highest, wall: null }
  const given = await delivery.deliver({
    roomId,
    by: 'persister',
    storedOffset: 0,
    seed,
    events: events('m1'),
  })
  expect(given).toMatchObject({ epoch: highest + 1, events: [{ seq: highest + 2 }] })
})

test('a room that is forgotten is as one that was lost', async () => {
  const { delivery, roomId, dump } = await roomWithWall()
  await delivery.forget(roomId)
  expect(await dump()).toEqual({})
})

test('1.13: who looked before the numbers began anew must look again before new events get a number', async () => {
  const { delivery, roomId, dump } = await roomWithWall()
  const { epoch } = (await delivery.read(roomId, 0))!
  const asked = { roomId, by: 'server' as const, storedOffset: WALL, events: events('m4') }
  const before = await dump()
  expect(await delivery.deliver({ ...asked, epoch: epoch - 1 })).toEqual({ kind: 'moved', epoch })
  expect(await delivery.deliver({ ...asked, epoch: 0 })).toEqual({ kind: 'moved', epoch })
  expect(await dump()).toEqual(before)
  expect(await delivery.deliver({ ...asked, epoch })).toMatchObject({ kind: 'delivered' })
  // What has its number keeps it, whenever its sender looked.
  const known = await delivery.deliver({ ...asked, epoch: 0 })
  expect(known).toMatchObject({ kind: 'delivered', events: [{ fresh: false }] })
})
