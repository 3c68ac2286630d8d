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

const BARRIER = 40

/** A room whose head was lost, found by the persister when the log ended at BARRIER; it sequenced its events. */
async function roomWithBarrier(): Promise<TestRoom> {
  const room = makeRoom(redis)
  const { delivery, roomId } = room
  const startEpoch = { highest: 7, recoveryBarrier: BARRIER, loss: await nameLoss(room) }
  await delivery.sequence({ roomId, by: 'persister', storedOffset: 30, startEpoch, events: events('m1') })
  return room
}

test('1.1: a server never starts an epoch, not even when it is given a seq', async () => {
  const { delivery, roomId, dump } = makeRoom(redis)
  const asked = { roomId, by: 'server' as const, storedOffset: 1000, events: events('m3') }
  const noEpoch = { kind: 'no-epoch', loss: '' }
  expect(await delivery.sequence(asked)).toEqual(noEpoch)
  expect(await delivery.sequence({ ...asked, startEpoch: { highest: 7, recoveryBarrier: null } })).toEqual(
    noEpoch,
  )
  expect(await dump()).toEqual({})
})

test('1.1: the persister does not start an epoch without a seq from PostgreSQL', async () => {
  const { delivery, roomId } = makeRoom(redis)
  const asked = { roomId, by: 'persister' as const, storedOffset: 1000, events: events('m3') }
  expect(await delivery.sequence(asked)).toMatchObject({ kind: 'no-epoch' })
  expect(await delivery.read(roomId, 0)).toBeNull()
  expect(await delivery.heads([roomId])).toEqual([null])
})

test('1.14: a barrier that was read after an earlier loss starts no epoch', async () => {
  const room = makeRoom(redis)
  const { delivery, roomId, key } = room
  const earlier = await nameLoss(room)
  expect(await nameLoss(room)).toBe(earlier) // the first to find it names it for all
  await redis.del(key) // lost once more
  const by = 'persister' as const
  const stale = { highest: 7, recoveryBarrier: BARRIER, loss: earlier }
  const refused = await delivery.sequence({ roomId, by, storedOffset: 0, startEpoch: stale, events: [] })
  expect(refused).toMatchObject({ kind: 'no-epoch' })
  expect(await delivery.read(roomId, 0)).toBeNull()

  const startEpoch = { ...stale, loss: (refused as { loss: string }).loss }
  expect(startEpoch.loss).not.toBe(earlier)
  const started = await delivery.sequence({ roomId, by, storedOffset: 0, startEpoch, events: [] })
  expect(started).toMatchObject({ kind: 'sequenced' })
})

test('1.1: after a loss a server waits until the lost events are stored, so a sender keeps its order', async () => {
  const { delivery, roomId, dump } = await roomWithBarrier()
  const before = await dump()
  const m3 = { roomId, by: 'server' as const, events: events('m3') }
  expect(await delivery.sequence({ ...m3, storedOffset: BARRIER - 1 })).toEqual({ kind: 'recovering' })
  expect(await dump()).toEqual(before)

  const m2 = await delivery.sequence({ roomId, by: 'persister', storedOffset: 31, events: events('m2') })
  const after = await delivery.sequence({ ...m3, storedOffset: BARRIER })
  expect(numbers(after)[0]).toBe(numbers(m2)[0]! + 1)
})

test('1.1: the persister sequences in front of the barrier, and does not remove it', async () => {
  const { delivery, roomId } = await roomWithBarrier()
  await delivery.sequence({ roomId, by: 'persister', storedOffset: 99, events: events('m2') })
  expect(await delivery.read(roomId, 0)).toMatchObject({ recoveryBarrier: BARRIER })
})

test('1.1: the first server that is past the barrier removes it for all', async () => {
  const { delivery, roomId } = await roomWithBarrier()
  await delivery.sequence({ roomId, by: 'server', storedOffset: BARRIER, events: events('m3') })
  expect(await delivery.read(roomId, 0)).toMatchObject({ recoveryBarrier: null })
  // Another server, whose knowledge of the stored offset is older, is rightly let through.
  const late = await delivery.sequence({ roomId, by: 'server', storedOffset: 0, events: events('m4') })
  expect(late.kind).toBe('sequenced')
})

test('1.1: in front of the barrier a server gets the seq of an event that the persister sequenced', async () => {
  const { delivery, roomId } = await roomWithBarrier()
  const known = await delivery.sequence({ roomId, by: 'server', storedOffset: 0, events: events('m1') })
  expect(known).toMatchObject({ kind: 'sequenced', events: [{ id: 'm1', isNew: false }] })
  const mixed = await delivery.sequence({ roomId, by: 'server', storedOffset: 0, events: events('m1', 'm3') })
  expect(mixed).toEqual({ kind: 'recovering' })
  expect(await delivery.read(roomId, 0)).toMatchObject({ recoveryBarrier: BARRIER })
})

test('1.1: a persister removes the barrier when everything below it is stored', async () => {
  const { delivery, roomId } = await roomWithBarrier()
  await delivery.trim(roomId, { ids: ['m1'], offset: BARRIER - 1 })
  expect(await delivery.read(roomId, 0)).toMatchObject({ recoveryBarrier: BARRIER })
  await delivery.trim(roomId, { ids: [], offset: BARRIER })
  expect(await delivery.read(roomId, 0)).toMatchObject({ recoveryBarrier: null })
})

test('a recovery barrier at the beginning of the log is a recovery barrier too', async () => {
  const room = makeRoom(redis)
  const { delivery, roomId } = room
  const startEpoch = { highest: 0, recoveryBarrier: 0, loss: await nameLoss(room) }
  await delivery.sequence({ roomId, by: 'persister', storedOffset: 0, startEpoch, events: [] })
  expect(await delivery.read(roomId, 0)).toMatchObject({ recoveryBarrier: 0 })
  await delivery.sequence({ roomId, by: 'server', storedOffset: 0, events: events('m1') })
  expect(await delivery.read(roomId, 0)).toMatchObject({ recoveryBarrier: null })
})

test('starting the epoch of a new room gives it a head without a recovery barrier', async () => {
  const { delivery, roomId } = makeRoom(redis)
  await delivery.startEpoch(roomId, 0)
  const head = (await delivery.heads([roomId]))[0]!
  expect(head.seq).toBe(head.epoch)
  expect(await delivery.read(roomId, 0)).toEqual({
    ...head,
    persistedSeq: head.epoch,
    recoveryBarrier: null,
    events: [],
  })
})

test('starting an epoch leaves a valid head, its barrier and its tail unchanged', async () => {
  const { delivery, roomId, dump } = await roomWithBarrier()
  const before = await dump()
  await delivery.startEpoch(roomId, 10 ** 15)
  expect(await dump()).toEqual(before)
  await delivery.sequence({
    roomId,
    by: 'persister',
    storedOffset: 0,
    startEpoch: { highest: 10 ** 15, recoveryBarrier: 90, loss: 'another' },
    events: [],
  })
  expect(await dump()).toEqual(before)
})

test('an epoch begins above the highest seq of PostgreSQL, even if that is beyond the clock', async () => {
  const { delivery, roomId } = makeRoom(redis)
  const highest = 9_000_000_000_000_001
  const startEpoch = { highest, recoveryBarrier: null }
  const given = await delivery.sequence({
    roomId,
    by: 'persister',
    storedOffset: 0,
    startEpoch,
    events: events('m1'),
  })
  expect(given).toMatchObject({ epoch: highest + 1, events: [{ seq: highest + 2 }] })
})

test('a forgotten room is like a lost one', async () => {
  const { delivery, roomId, dump } = await roomWithBarrier()
  await delivery.forget(roomId)
  expect(await dump()).toEqual({})
})

test('1.13: a caller that looked before a new epoch began must look again before new events get a seq', async () => {
  const { delivery, roomId, dump } = await roomWithBarrier()
  const { epoch } = (await delivery.read(roomId, 0))!
  const asked = { roomId, by: 'server' as const, storedOffset: BARRIER, events: events('m4') }
  const before = await dump()
  expect(await delivery.sequence({ ...asked, epoch: epoch - 1 })).toEqual({ kind: 'stale-epoch', epoch })
  expect(await delivery.sequence({ ...asked, epoch: 0 })).toEqual({ kind: 'stale-epoch', epoch })
  expect(await dump()).toEqual(before)
  expect(await delivery.sequence({ ...asked, epoch })).toMatchObject({ kind: 'sequenced' })
  // A sequenced event keeps its seq, whenever its sender looked.
  const known = await delivery.sequence({ ...asked, epoch: 0 })
  expect(known).toMatchObject({ kind: 'sequenced', events: [{ isNew: false }] })
})
