// Losses of Redis's data: each test has servers of its own, because it breaks them.
import { cpSync, rmSync } from 'node:fs'
import type { Redis } from 'ioredis'
import { afterEach, expect, test, vi } from 'vitest'
import { waitForRedis, type SequenceResult } from '../src'
import {
  events,
  makeRoom,
  nameLoss,
  numbers,
  startTestRedis,
  type TestRedis,
  type TestRoom,
} from './test-redis'

const servers: TestRedis[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})
async function startServer(): Promise<TestRedis> {
  const server = await startTestRedis()
  servers.push(server)
  return server
}

/** A room with m1 stored and trimmed, m2 sequenced and not yet stored. */
async function liveRoom(redis: Redis): Promise<TestRoom & { first: SequenceResult }> {
  const room = makeRoom(redis)
  const { delivery, roomId } = room
  await delivery.startEpoch(roomId, 0)
  const first = await delivery.sequence({ roomId, by: 'server', storedOffset: 0, events: events('m1', 'm2') })
  await delivery.trim(roomId, { ids: ['m1'] })
  return { ...room, first }
}

async function expectForeign({ delivery, roomId }: TestRoom) {
  expect(await delivery.sequence({ roomId, by: 'server', storedOffset: 9, events: events('m3') })).toEqual({
    kind: 'no-epoch',
    loss: '',
  })
  expect(await delivery.read(roomId, 0)).toBeNull()
  expect(await delivery.find(roomId, ['m1', 'm2'])).toEqual([null, null])
  expect(await delivery.heads([roomId])).toEqual([null])
}

test('Redis emptied: no answer pretends that nothing was missed, until the persister starts an epoch', async () => {
  const server = await startServer()
  const redis = await server.connect()
  const room = await liveRoom(redis)
  const { delivery, roomId } = room
  await redis.flushall()

  await expectForeign(room)
  expect(await delivery.trim(roomId, { ids: ['m2'] })).toBeNull()
  expect(await redis.dbsize()).toBe(0)

  const [m1, m2] = numbers(room.first)
  const startEpoch = { highest: m1!, recoveryBarrier: 2, loss: await nameLoss(room) }
  const lost = await delivery.sequence({
    roomId,
    by: 'persister',
    storedOffset: 1,
    startEpoch,
    events: events('m2'),
  })
  expect(lost).toMatchObject({ unstored: 1, events: [{ id: 'm2', isNew: true }] })
  expect(numbers(lost)[0]).toBeGreaterThan(m2!)
})

test("a room of an earlier version's layout is foreign, and is deleted when an epoch starts", async () => {
  const server = await startServer()
  const redis = await server.connect()
  const room = makeRoom(redis)
  const [, run] = /master_replid:(\w+)/.exec(await redis.info('replication'))!
  await redis.hset(room.key, { run: `${run}/2`, epoch: 5, seq: 7, floor: 5, said: 7 })
  for (const name of ['tail', 'ids', 'unstored', 'marks'])
    await redis.zadd(room.key.replace('head', name), 6, 'm1', 7, 'm2')

  await expectForeign(room)
  const startEpoch = { highest: 7, recoveryBarrier: 2, loss: await nameLoss(room) }
  await room.delivery.sequence({
    roomId: room.roomId,
    by: 'persister',
    storedOffset: 0,
    startEpoch,
    events: [],
  })
  expect(await redis.keys('*')).toEqual([room.key])
})

test('1.5: Redis emptied twice with nothing stored in between: no seq and no epoch is used twice', async () => {
  const server = await startServer()
  const redis = await server.connect()
  const { delivery, roomId } = makeRoom(redis)
  const seen = new Set<number>()
  const epochs = new Set<number>()
  for (let loss = 0; loss < 20; loss++) {
    const startEpoch = { highest: 17, recoveryBarrier: null }
    const batch = events(...Array.from({ length: 100 }, (_, i) => `m${i}`))
    const given = await delivery.sequence({
      roomId,
      by: 'persister',
      storedOffset: 0,
      startEpoch,
      events: batch,
    })
    for (const seq of numbers(given)) seen.add(seq)
    epochs.add(given.kind === 'sequenced' ? given.epoch : 0)
    await redis.flushall()
  }
  expect(seen.size).toBe(20 * 100)
  expect(epochs.size).toBe(20)
})

test('1.3: a restart keeps the keys but not the replication id: the new epoch deletes them all and sequences again', async () => {
  const server = await startServer()
  const redis = await server.connect()
  const room = await liveRoom(redis)
  const { delivery, roomId, key } = room
  await server.engine.kill('SIGKILL')
  await server.engine.restart()
  await waitForRedis(redis, 10_000)

  const kept = await room.dump()
  await expectForeign(room)
  expect(await delivery.trim(roomId, { ids: ['m2'] })).toBeNull()
  expect(await room.dump()).toEqual(kept)

  const [m1, m2] = numbers(room.first)
  const startEpoch = { highest: m1!, recoveryBarrier: 2, loss: await nameLoss(room) }
  const again = await delivery.sequence({
    roomId,
    by: 'persister',
    storedOffset: 1,
    startEpoch,
    events: events('m2'),
  })
  expect(again).toMatchObject({ unstored: 1, events: [{ isNew: true }] })
  const [renumbered] = numbers(again)
  expect(renumbered).toBeGreaterThan(m2!)
  expect(await delivery.find(roomId, ['m1', 'm2'])).toMatchObject([null, { seq: renumbered }])
  expect((await delivery.read(roomId, 0))?.events.map(({ seq }) => seq)).toEqual([renumbered])
  expect(await redis.hget(key, 'marks')).toBeNull()
})

test('1.4: a stale file: seqs that it has forgotten are not given again', async () => {
  const server = await startServer()
  const redis = await server.connect()
  const room = await liveRoom(redis)
  const { delivery, roomId } = room
  cpSync(server.dataDir, `${server.dataDir}-stale`, { recursive: true })
  const [m3] = numbers(
    await delivery.sequence({ roomId, by: 'server', storedOffset: 0, events: events('m3') }),
  )

  await server.engine.kill('SIGKILL')
  rmSync(server.dataDir, { recursive: true })
  cpSync(`${server.dataDir}-stale`, server.dataDir, { recursive: true })
  await server.engine.restart()
  await waitForRedis(redis, 10_000)

  expect(await redis.hget(room.key, 'seq')).toBe(String(numbers(room.first)[1]))
  await expectForeign(room)
  const startEpoch = { highest: m3!, recoveryBarrier: 3, loss: await nameLoss(room) }
  const m4 = await delivery.sequence({
    roomId,
    by: 'persister',
    storedOffset: 3,
    startEpoch,
    events: events('m4'),
  })
  expect(numbers(m4)[0]).toBeGreaterThan(m3!)
})

test('1.4: heads are foreign on a promoted replica, and on the old master that comes back in the same process', async () => {
  const [a, b] = [await startServer(), await startServer()]
  const [onA, onB] = [await a.connect(), await b.connect()]
  const beforeFailover = await onA.info('server')
  await follow(onB, a) // before the room is created: a master's first replica changes its master_replid, too
  const room = await liveRoom(onA)
  const [m1, m2] = numbers(room.first)
  await vi.waitFor(async () => expect(await onB.hget(room.key, 'persistedSeq')).toBe(String(m1)), 15_000)

  // Only A sequences one more; then B is promoted, and A follows it.
  await onB.replicaof('NO', 'ONE')
  const lost = await room.delivery.sequence({
    roomId: room.roomId,
    by: 'server',
    storedOffset: 0,
    events: events('m3'),
  })
  expect(lost.kind).toBe('sequenced')
  await follow(onA, b)
  await onA.replicaof('NO', 'ONE')

  expect(runId(await onA.info('server'))).toBe(runId(beforeFailover)) // the run id would not have changed
  expect(await onA.hget(room.key, 'seq')).toBe(String(m2)) // m3's seq is free again
  await expectForeign(room)
})

async function follow(replica: Redis, master: TestRedis) {
  const { hostname, port } = new URL(master.engine.url)
  const masterConnection = await master.connect()
  await masterConnection.config('SET', 'repl-diskless-sync-delay', '0')
  await masterConnection.config('SET', 'shutdown-timeout', '0') // otherwise it waits for its replica when it is stopped
  await replica.replicaof(hostname, port)
  await vi.waitFor(async () => expect(await replica.info('replication')).toContain('master_link_status:up'), {
    timeout: 20_000,
    interval: 50,
  })
}

function runId(info: string) {
  return /run_id:(\w+)/.exec(info)?.[1]
}
