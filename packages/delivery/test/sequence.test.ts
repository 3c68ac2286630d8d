import type { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDelivery, MAX_EVENTS_PER_CALL, type SequenceRequest } from '../src'
import { loadScript } from '../src/script'
import { events, makeRoom, numbers, startTestRedis, type TestRedis } from './test-redis'

let server: TestRedis
let redis: Redis
beforeAll(async () => {
  server = await startTestRedis()
  redis = await server.connect()
})
afterAll(() => server.close())

test('seqs rise by one from the epoch, and the epoch is the clock of Redis in microseconds', async () => {
  const { delivery, roomId } = makeRoom(redis)
  const before = Date.now() * 1000 - 1_000_000
  await delivery.startEpoch(roomId, 0)
  const first = await delivery.sequence({ roomId, by: 'server', storedOffset: 0, events: events('a', 'b') })
  const second = await delivery.sequence({ roomId, by: 'server', storedOffset: 0, events: events('c') })

  if (first.kind !== 'sequenced' || second.kind !== 'sequenced') throw new Error('not delivered')
  const { epoch } = first
  expect(epoch).toBeGreaterThan(before)
  expect(epoch).toBeLessThan(Date.now() * 1000 + 1_000_000)
  expect(first).toEqual({
    kind: 'sequenced',
    epoch,
    unstored: 2,
    events: [
      { id: 'a', seq: epoch + 1, isNew: true },
      { id: 'b', seq: epoch + 2, isNew: true },
    ],
  })
  expect(second).toEqual({
    kind: 'sequenced',
    epoch,
    unstored: 3,
    events: [{ id: 'c', seq: epoch + 3, isNew: true }],
  })
})

test('a known id gets its old seq again and its first event stays', async () => {
  const { delivery, roomId } = makeRoom(redis)
  await delivery.startEpoch(roomId, 0)
  const [a] = numbers(await delivery.sequence({ roomId, by: 'server', storedOffset: 0, events: events('a') }))
  const again = await delivery.sequence({
    roomId,
    by: 'persister',
    storedOffset: 0,
    events: [{ id: 'a', event: 'something else' }, ...events('b')],
  })

  expect(again).toMatchObject({
    unstored: 2,
    events: [
      { id: 'a', seq: a, isNew: false },
      { id: 'b', seq: a! + 1, isNew: true },
    ],
  })
  expect((await delivery.read(roomId, 0))?.events).toEqual([
    { seq: a, event: '{"id":"a"}' },
    { seq: a! + 1, event: '{"id":"b"}' },
  ])
})

test('an id twice in one call takes one seq', async () => {
  const { delivery, roomId } = makeRoom(redis)
  await delivery.startEpoch(roomId, 0)
  const sequenced = await delivery.sequence({
    roomId,
    by: 'server',
    storedOffset: 0,
    events: events('a', 'b', 'a'),
  })
  const [a, b, repeated] = numbers(sequenced)
  expect([b, repeated]).toEqual([a! + 1, a])
  expect(sequenced).toMatchObject({
    unstored: 2,
    events: [{ isNew: true }, { isNew: true }, { isNew: false }],
  })
})

test('two events with the same text are two events', async () => {
  const { delivery, roomId } = makeRoom(redis)
  await delivery.startEpoch(roomId, 0)
  const same = [
    { id: 'a', event: 'hello' },
    { id: 'b', event: 'hello' },
  ]
  await delivery.sequence({ roomId, by: 'server', storedOffset: 0, events: same })
  expect((await delivery.read(roomId, 0))?.events).toHaveLength(2)
})

test('texts come back byte for byte, whatever they contain', async () => {
  const { delivery, roomId } = makeRoom(redis)
  await delivery.startEpoch(roomId, 0)
  const text = 'two  spaces\nline "quotes" \\ émoji 👩‍👩‍👧 \u2028 {"a":1}'
  await delivery.sequence({ roomId, by: 'server', storedOffset: 0, events: [{ id: 'a', event: text }] })
  expect((await delivery.read(roomId, 0))?.events[0]?.event).toBe(text)
  expect((await delivery.find(roomId, ['a']))[0]?.event).toBe(text)
})

test('two rooms have seqs of their own', async () => {
  const one = makeRoom(redis)
  const other = makeRoom(redis)
  await one.delivery.startEpoch(one.roomId, 0)
  await other.delivery.startEpoch(other.roomId, 0)
  await one.delivery.sequence({ roomId: one.roomId, by: 'server', storedOffset: 0, events: events('a', 'b') })
  const there = await other.delivery.sequence({
    roomId: other.roomId,
    by: 'server',
    storedOffset: 0,
    events: events('a'),
  })
  expect(there).toMatchObject({ events: [{ isNew: true }], unstored: 1 })
})

test('two servers that sequence the same batch at once agree on every seq', async () => {
  const { delivery, roomId } = makeRoom(redis)
  await delivery.startEpoch(roomId, 0)
  const batch = events(...Array.from({ length: 50 }, (_, i) => `m${i}`))
  const answers = await Promise.all(
    Array.from({ length: 8 }, () =>
      delivery.sequence({ roomId, by: 'server', storedOffset: 0, events: batch }),
    ),
  )
  for (const answer of answers) expect(numbers(answer)).toEqual(numbers(answers[0]!))
  expect((await delivery.read(roomId, 0))?.events).toHaveLength(50)
})

test('a full batch of 500 large events goes in one call', async () => {
  const { delivery, roomId } = makeRoom(redis)
  await delivery.startEpoch(roomId, 0)
  const large = Array.from({ length: MAX_EVENTS_PER_CALL }, (_, i) => ({
    id: `m${i}`,
    event: 'x'.repeat(1024),
  }))
  const given = numbers(await delivery.sequence({ roomId, by: 'server', storedOffset: 0, events: large }))
  expect(given.at(-1)! - given[0]!).toBe(499)
})

test('scripts that Redis forgot are loaded again', async () => {
  const { delivery, roomId } = makeRoom(redis)
  await redis.script('FLUSH')
  await delivery.startEpoch(roomId, 0)
  await redis.script('FLUSH')
  expect(await delivery.read(roomId, 0)).toMatchObject({ events: [] })
})

const odd: [string, Partial<SequenceRequest>][] = [
  ['a negative stored offset', { storedOffset: -1 }],
  ['a stored offset that is not a number', { storedOffset: Number.NaN }],
  ['a fraction', { storedOffset: 1.5 }],
  ['a stored offset beyond 2^53', { storedOffset: 2 ** 60 }],
  ['an unknown asker', { by: 'somebody' as 'server' }],
  ['an epoch that is not a count', { epoch: -1 }],
  [
    'a recovery barrier that is not a count',
    { by: 'persister', startEpoch: { highest: 0, recoveryBarrier: -4 } },
  ],
  [
    'a highest number that is not a count',
    { by: 'persister', startEpoch: { highest: Infinity, recoveryBarrier: null } },
  ],
  ['an empty id at the end', { events: events('ok', '') }],
  ['an id with a space', { events: events('ok', 'not ok') }],
  ['an empty event at the end', { events: [...events('ok'), { id: 'b', event: '' }] }],
  ['501 events', { events: events(...Array.from({ length: 501 }, (_, i) => `m${i}`)) }],
]

test.for(odd)('1.12: %s is refused before anything is written', async ([, wrong]) => {
  const { delivery, roomId, dump } = makeRoom(redis)
  const right = { roomId, by: 'persister' as const, storedOffset: 0, events: events('new') }
  await expect(delivery.sequence({ ...right, ...wrong })).rejects.toThrow('ERR sequence')
  expect(await dump()).toEqual({})

  await delivery.sequence({ ...right, startEpoch: { highest: 5, recoveryBarrier: 3 } })
  const before = await dump()
  await expect(delivery.sequence({ ...right, ...wrong })).rejects.toThrow('ERR sequence')
  expect(await dump()).toEqual(before)
})

test('1.12: with a key of another type the script stops before anything is written', async () => {
  const { delivery, roomId, dump, key } = makeRoom(redis)
  await redis.set(key, 'no hash')
  const before = await dump()
  const refused = delivery.sequence({ roomId, by: 'server', storedOffset: 0, events: events('a') })
  await expect(refused).rejects.toThrow('WRONGTYPE')
  expect(await dump()).toEqual(before)
})

test('1.12: an id without its event is refused', async () => {
  const { delivery, roomId, dump, key } = makeRoom(redis)
  await delivery.startEpoch(roomId, 0)
  const before = await dump()
  const args = ['server', '0', '', '', '', '', 'channel', '', '', '', 'an id', 'its event', '', 'another id']
  const refused = loadScript('sequence.lua')(redis, [key], args)
  await expect(refused).rejects.toThrow('ERR sequence: an id without')
  expect(await dump()).toEqual(before)
})

test('the head names the last message of a batch, wherever changes stand in it', async () => {
  const { delivery, roomId } = makeRoom(redis)
  await delivery.startEpoch(roomId, 0)
  const [one, two, three] = events('change', 'message', 'other-change') as [TestEvent, TestEvent, TestEvent]
  const batch = [{ ...one, isChange: true }, two, { ...three, isChange: true }]
  const sequenced = await delivery.sequence({ roomId, by: 'server', storedOffset: 0, events: batch })
  const [, said] = numbers(sequenced)
  expect(await delivery.heads([roomId])).toMatchObject([{ said }])
  expect(await delivery.read(roomId, 0)).toMatchObject({ said, recoveryBarrier: null })
})

type TestEvent = ReturnType<typeof events>[number]

test('a script is sent once, and then called by its digest', async () => {
  const { delivery, roomId } = makeRoom(redis)
  await redis.script('FLUSH')
  await redis.config('RESETSTAT')
  for (let times = 0; times < 3; times++) await delivery.startEpoch(roomId, 0)
  const stats = await redis.info('commandstats')
  expect(
    [/cmdstat_eval:calls=(\d+)/, /cmdstat_evalsha:calls=(\d+)/].map((calls) => calls.exec(stats)?.[1]),
  ).toEqual(['1', '3'])
})

test('the events of a room that wait to be stored are counted', async () => {
  const { delivery, roomId } = makeRoom(redis)
  await delivery.startEpoch(roomId, 0)
  await delivery.sequence({ roomId, by: 'server', storedOffset: 0, events: events('a', 'b') })
  expect(await delivery.countUnstored(roomId)).toBe(2)
})

test('an unreadable head is not a missing one', async () => {
  const { delivery, roomId, key } = makeRoom(redis)
  await redis.set(key, 'something else')
  await expect(delivery.heads([roomId])).rejects.toThrow('WRONGTYPE')
})

test('servers and persisters of any version use the same keys', async () => {
  const { roomId } = makeRoom(redis)
  await createDelivery({ redis }).startEpoch(roomId, 0)
  expect(await redis.keys(`*${roomId}*`)).toEqual([`parley:{${roomId}}:head`])
})
