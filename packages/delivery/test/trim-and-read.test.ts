import type { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createDelivery } from '../src'
import { events, makeRoom, startTestRedis, type TestRedis, type TestRoom } from './test-redis'

let server: TestRedis
let redis: Redis
beforeAll(async () => {
  server = await startTestRedis()
  redis = await server.connect()
})
afterAll(() => server.close())

async function roomWith(...ids: string[]): Promise<TestRoom & { epoch: number }> {
  const room = makeRoom(redis)
  await room.delivery.startEpoch(room.roomId, 0)
  const { roomId } = room
  const given = await room.delivery.sequence({
    roomId,
    by: 'server',
    storedOffset: 0,
    events: events(...ids),
  })
  return { ...room, epoch: given.kind === 'sequenced' ? given.epoch : 0 }
}

async function tailOf({ delivery, roomId }: TestRoom, after = 0) {
  const tail = await delivery.read(roomId, after)
  if (!tail) throw new Error('no head')
  return { ...tail, ids: tail.events.map(({ event }) => (JSON.parse(event) as { id: string }).id) }
}

test('before any trim persistedSeq is the epoch and everything is in the tail', async () => {
  const room = await roomWith('a', 'b')
  expect(await tailOf(room)).toMatchObject({ persistedSeq: room.epoch, seq: room.epoch + 2, ids: ['a', 'b'] })
})

test('2.1: storing 6 before 5 trims neither; both go when 5 is stored', async () => {
  const room = await roomWith('four', 'five', 'six')
  const { delivery, roomId, epoch } = room
  expect(await delivery.trim(roomId, { ids: ['four', 'six'] })).toBe(epoch + 1)
  expect(await tailOf(room)).toMatchObject({ persistedSeq: epoch + 1, ids: ['five', 'six'] })

  // A client whose cursor is at 4 misses nothing: PostgreSQL up to persistedSeq, the tail above it.
  expect(await tailOf(room, epoch + 1)).toMatchObject({ ids: ['five', 'six'] })

  expect(await delivery.trim(roomId, { ids: ['five'] })).toBe(epoch + 3)
  expect(await tailOf(room)).toMatchObject({ persistedSeq: epoch + 3, seq: epoch + 3, ids: [] })
})

test('2.1: a trim counts ids that PostgreSQL already had, and ids it does not know', async () => {
  const room = await roomWith('a', 'b')
  expect(await room.delivery.trim(room.roomId, { ids: ['never-seen', 'a', 'b', 'a'] })).toBe(room.epoch + 2)
  const more = await room.delivery.sequence({
    roomId: room.roomId,
    by: 'server',
    storedOffset: 0,
    events: events('c'),
  })
  expect(more).toMatchObject({ unstored: 1 })
})

test('2.2: persistedSeq and tail meet without a gap or an overlap at every moment, in whatever order events are stored', async () => {
  const ids = Array.from({ length: 30 }, (_, i) => `m${i}`)
  const room = await roomWith(...ids)
  const { delivery, roomId, epoch } = room
  let persistedSeqBefore = epoch
  for (let step = 0; step < 30; step++) {
    await delivery.trim(roomId, { ids: [ids[(step * 7) % 30]!] })
    const { persistedSeq, seq, events: tail } = await tailOf(room)
    expect(persistedSeq).toBeGreaterThanOrEqual(persistedSeqBefore)
    expect(tail.map((event) => event.seq)).toEqual(
      Array.from({ length: seq - persistedSeq }, (_, i) => persistedSeq + 1 + i),
    )
    persistedSeqBefore = persistedSeq
  }
  expect(persistedSeqBefore).toBe(epoch + 30)
})

test('2.3: a read is of one moment, while others sequence and trim', async () => {
  const room = await roomWith('first')
  const { delivery, roomId } = room
  const other = await server.connect()
  const elsewhere = { ...room, delivery: makeSame(other, room) }
  let done = false
  const writing = (async () => {
    for (let i = 0; i < 300; i++) {
      await elsewhere.delivery.sequence({
        roomId,
        by: 'server',
        storedOffset: 0,
        events: events(`x${i}`, `y${i}`),
      })
      await elsewhere.delivery.trim(roomId, { ids: [`x${i - 1}`, `y${i - 1}`, 'first'] })
    }
    done = true
  })()
  let reads = 0
  for (; !done; reads++) {
    const tail = (await delivery.read(roomId, 0))!
    expect(tail.events).toHaveLength(tail.seq - tail.persistedSeq)
    expect(tail.events[0]?.seq ?? tail.persistedSeq + 1).toBe(tail.persistedSeq + 1)
  }
  await writing
  expect(reads).toBeGreaterThan(20)
})

test('2.3: one call to Redis reads head, persistedSeq and tail', async () => {
  const room = await roomWith('a')
  await room.delivery.read(room.roomId, 0)
  const before = await callsOf(redis)
  await room.delivery.read(room.roomId, 0)
  expect((await callsOf(redis)) - before).toBe(1)
})

test('a cursor at the end gets nothing, one in the middle the rest', async () => {
  const room = await roomWith('a', 'b', 'c')
  expect((await tailOf(room, room.epoch + 3)).ids).toEqual([])
  expect((await tailOf(room, room.epoch + 1)).ids).toEqual(['b', 'c'])
})

test('a cursor that is not a count is refused', async () => {
  const { delivery, roomId } = await roomWith('a')
  await expect(delivery.read(roomId, -1)).rejects.toThrow('ERR read-tail')
  await expect(delivery.read(roomId, Number.NaN)).rejects.toThrow('ERR read-tail')
  await expect(delivery.read(roomId, 0, 0.5)).rejects.toThrow('ERR read-tail')
})

test('ids stay known after the trim, and are deleted when the persistedSeq that covered them is old enough', async () => {
  const room = await roomWith('a', 'b', 'c')
  const { delivery, roomId, epoch } = room
  await delivery.trim(roomId, { ids: ['a', 'b'] })
  expect(await delivery.find(roomId, ['a', 'c'])).toEqual([
    { seq: epoch + 1, epoch, event: null },
    { seq: epoch + 3, epoch, event: '{"id":"c"}' },
  ])
  await vi.waitFor(
    async () => {
      await delivery.trim(roomId, { ids: [], keepSeconds: 2 })
      expect(await delivery.find(roomId, ['a', 'b'])).toEqual([null, null])
    },
    { timeout: 10_000, interval: 100 },
  )
  expect(await delivery.find(roomId, ['c'])).toMatchObject([{ seq: epoch + 3 }])
})

test('an id that is not stored stays known, however old', async () => {
  const { delivery, roomId } = await roomWith('a')
  for (let i = 0; i < 3; i++) await delivery.trim(roomId, { ids: [], keepSeconds: 0 })
  expect(await delivery.find(roomId, ['a'])).toMatchObject([{ event: '{"id":"a"}' }])
})

test('P11: marks do not grow with the number of trims', async () => {
  const { delivery, roomId, key } = await roomWith('a')
  await delivery.trim(roomId, { ids: ['a'] })
  const length = (await redis.hget(key, 'marks'))!.length
  for (let i = 0; i < 300; i++) {
    await delivery.sequence({ roomId, by: 'server', storedOffset: 0, events: events(`m${i}`) })
    await delivery.trim(roomId, { ids: [`m${i}`] })
  }
  // One mark, or two if a minute has begun meanwhile.
  expect((await redis.hget(key, 'marks'))!.length).toBeLessThanOrEqual(2 * length + 1)
})

test('a trim of more ids than Lua can unpack at once', async () => {
  const room = await roomWith('a')
  const strangers = Array.from({ length: 20_000 }, (_, i) => `stranger${i}`)
  expect(await room.delivery.trim(room.roomId, { ids: [...strangers, 'a'] })).toBe(room.epoch + 1)
})

test('find returns seq, epoch and event of known ids, in the order of the request', async () => {
  const { delivery, roomId, epoch } = await roomWith('a', 'b')
  expect(await delivery.find(roomId, ['b', 'x', 'a'])).toEqual([
    { seq: epoch + 2, epoch, event: '{"id":"b"}' },
    null,
    { seq: epoch + 1, epoch, event: '{"id":"a"}' },
  ])
  expect(await delivery.find(roomId, [])).toEqual([])
})

test('heads of many rooms come in one round, null if there is none', async () => {
  const { delivery, roomId, epoch } = await roomWith('a', 'b')
  const head = { epoch, seq: epoch + 2, said: epoch + 2 }
  expect(await delivery.heads(['no-such-room', roomId])).toEqual([null, head])
  // A change takes a seq and leaves the last message unchanged.
  const events = [{ id: 'edit-of-b', event: '{"id":"edit"}', isChange: true }]
  await delivery.sequence({ roomId, by: 'server', storedOffset: 0, events })
  expect(await delivery.heads([roomId])).toEqual([{ ...head, seq: epoch + 3 }])
  expect(await delivery.heads([])).toEqual([])
})

function makeSame(connection: Redis, room: TestRoom) {
  return createDelivery({ redis: connection, prefix: room.prefix })
}

/** How many script calls the server has counted. */
async function callsOf(connection: Redis): Promise<number> {
  const stats = await connection.info('commandstats')
  return [...stats.matchAll(/cmdstat_eval(?:sha)?:calls=(\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0)
}

test('P11: ids covered long ago are forgotten at the next trim, and nothing else', async () => {
  const { delivery, roomId, epoch, key } = await roomWith('old', 'younger', 'young')
  await delivery.trim(roomId, { ids: ['old', 'younger'] })
  const now = Math.floor(Date.now() / 1_000)
  await redis.hset(
    key,
    'marks',
    `${now - 2_000}-${epoch} ${now - 1_000}-${epoch + 1} ${now - 500}-${epoch + 2}`,
  )
  await delivery.trim(roomId, { ids: ['young'] })
  expect(await delivery.find(roomId, ['old', 'younger', 'young'])).toMatchObject([null, {}, {}])
  expect(await redis.hmget(key, String(epoch + 1), 'kept')).toEqual([null, String(epoch + 1)])
  expect(await redis.hget(key, 'marks')).toMatch(new RegExp(`^${now - 500}-${epoch + 2} \\d+-${epoch + 3}$`))
})

test('P11: in a busy room ids are forgotten in slices', async () => {
  const { delivery, roomId, epoch, key } = await roomWith()
  const ids = Array.from({ length: 2_500 }, (_, i) => `m${i}`)
  for (let from = 0; from < ids.length; from += 500)
    await delivery.sequence({
      roomId,
      by: 'server',
      storedOffset: 0,
      events: events(...ids.slice(from, from + 500)),
    })
  await delivery.trim(roomId, { ids })
  const now = Math.floor(Date.now() / 1_000)
  await redis.hset(key, 'marks', `${now - 1_000}-${epoch + 2_200}`)
  const known = async () => (await delivery.find(roomId, ids)).filter((found) => found !== null).length
  for (const left of [1_500, 500, 300, 300]) {
    await delivery.trim(roomId, { ids: [] })
    expect(await known()).toBe(left)
  }
})

test('P11: of a room that has fallen silent only its head is left', async () => {
  const { delivery, roomId, key, prefix } = await roomWith('a', 'b')
  const full = async () => redis.zrange(`${prefix}:full-rooms`, 0, '-1')
  const fields = async () => (await redis.hkeys(key)).sort()
  const longAgo = async () => redis.zadd(`${prefix}:full-rooms`, 1, roomId)
  await delivery.trim(roomId, { ids: ['a'] })
  expect(await full()).toEqual([roomId])
  await delivery.forgetStored({ keepSeconds: 0 }) // not silent yet
  expect(await delivery.find(roomId, ['a'])).toMatchObject([{ event: null }])

  await longAgo()
  await delivery.forgetStored({ keepSeconds: 0 })
  expect(await delivery.find(roomId, ['a', 'b'])).toMatchObject([null, { event: '{"id":"b"}' }])
  expect(await full()).toEqual([roomId]) // "b" is not stored

  await delivery.trim(roomId, { ids: ['b'] })
  await longAgo()
  const head = await delivery.read(roomId, 0)
  await delivery.forgetStored({ keepSeconds: 0 })
  expect(await fields()).toEqual(['epoch', 'kept', 'persistedSeq', 'replicationId', 'said', 'seq'])
  expect(await redis.object('ENCODING', key)).toMatch(/^(?:listpack|ziplist)$/)
  expect(await delivery.read(roomId, 0)).toEqual(head)
  expect(await full()).toEqual([])

  const next = await delivery.sequence({ roomId, by: 'server', storedOffset: 0, events: events('c') })
  expect(next).toMatchObject({ unstored: 1, events: [{ seq: head!.seq + 1, isNew: true }] })
})

test('a barrier stays when all else of its room is forgotten, and goes when it is passed', async () => {
  const { delivery, roomId, key } = await roomWith('a')
  await redis.hset(key, 'recoveryBarrier', 7)
  await delivery.trim(roomId, { ids: ['a'], offset: 6, keepSeconds: 0 })
  expect(await delivery.read(roomId, 0)).toMatchObject({ recoveryBarrier: 7 })
  await delivery.sequence({ roomId, by: 'persister', storedOffset: 0, events: events('b') })
  await delivery.trim(roomId, { ids: ['b'], offset: 7, keepSeconds: 0 })
  expect(await delivery.read(roomId, 0)).toMatchObject({ recoveryBarrier: null, events: [] })
})

test('rooms are looked up and trimmed together, each in its order; a lost one is reported', async () => {
  const [one, two] = [await roomWith('a', 'b'), await roomWith('c')]
  const rooms = [
    { roomId: one.roomId, ids: ['b', 'x', 'a'] },
    { roomId: 'lost', ids: ['a'] },
    { roomId: two.roomId, ids: ['c'] },
  ]
  const delivery = createDelivery({ redis, prefix: one.prefix })
  await createDelivery({ redis, prefix: one.prefix }).startEpoch(two.roomId, 0)
  const there = await delivery.sequence({
    roomId: two.roomId,
    by: 'server',
    storedOffset: 0,
    events: events('c'),
  })
  if (there.kind !== 'sequenced') throw new Error('not delivered')
  expect(await delivery.findSeqs(rooms)).toEqual([
    { epoch: one.epoch, seqs: [one.epoch + 2, null, one.epoch + 1] },
    null,
    { epoch: there.epoch, seqs: [there.epoch + 1] },
  ])
  expect(await delivery.trimRooms(rooms)).toEqual([one.epoch + 2, null, there.epoch + 1])
  expect(await delivery.findSeqs([])).toEqual([])
})

test.each([
  ['seconds', { keepSeconds: 0.5 }],
  ['offset', { offset: -1 }],
])('1.12: a trim whose %s are not counts is refused before anything is written', async (_what, wrong) => {
  const { delivery, roomId, dump } = await roomWith('a')
  const before = await dump()
  await expect(delivery.trim(roomId, { ids: ['a'], ...wrong })).rejects.toThrow('ERR trim')
  expect(await dump()).toEqual(before)
})

test('an event stored above a gap does not count as unstored', async () => {
  const { delivery, roomId } = await roomWith('a', 'b', 'c', 'd', 'e', 'f')
  await delivery.trim(roomId, { ids: ['b', 'c', 'e'] })
  expect(await delivery.countUnstored(roomId)).toBe(3)
  await delivery.trim(roomId, { ids: ['a'] })
  expect(await delivery.countUnstored(roomId)).toBe(2)
})

test('P11: a room in which something was stored in the last ten minutes is not looked at', async () => {
  const { delivery, roomId, prefix } = await roomWith('a')
  await delivery.trim(roomId, { ids: ['a'] })
  const fiveMinutesAgo = Math.floor(Date.now() / 1_000) - 300
  await redis.zadd(`${prefix}:full-rooms`, fiveMinutesAgo, roomId)
  await delivery.forgetStored()
  expect(await redis.zscore(`${prefix}:full-rooms`, roomId)).toBe(String(fiveMinutesAgo))
})
