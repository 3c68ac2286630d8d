import type { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assertNoEviction, EvictionError } from '../src'
import { events, makeRoom, startTestRedis, type TestRedis } from './test-redis'

let server: TestRedis
let redis: Redis
beforeAll(async () => {
  server = await startTestRedis()
  redis = await server.connect()
})
afterAll(() => server.close())

test('1.9: a Redis that would evict is refused, whatever its limit', async () => {
  await expect(assertNoEviction(redis)).resolves.toBeUndefined()
  for (const policy of ['allkeys-lru', 'volatile-ttl']) {
    await redis.config('SET', 'maxmemory-policy', policy)
    await expect(assertNoEviction(redis)).rejects.toThrow(EvictionError)
    await expect(assertNoEviction(redis)).rejects.toThrow(policy)
  }
  await redis.config('SET', 'maxmemory-policy', 'noeviction')
})

test('1.12: with full memory sequencing writes nothing, reading continues, and a trim frees memory', async () => {
  const { delivery, roomId, dump } = makeRoom(redis)
  await delivery.startEpoch(roomId, 0)
  await delivery.sequence({ roomId, by: 'server', storedOffset: 0, events: events('a', 'b') })
  const before = await dump()

  await redis.config('SET', 'maxmemory', '1mb')
  try {
    const refused = delivery.sequence({ roomId, by: 'server', storedOffset: 0, events: events('c', 'd') })
    await expect(refused).rejects.toThrow('OOM')
    expect(await dump()).toEqual(before)
    expect((await delivery.read(roomId, 0))?.events).toHaveLength(2)
    const { epoch } = (await delivery.heads([roomId]))[0]!
    expect(await delivery.trim(roomId, { ids: ['a'] })).toBe(epoch + 1)
    expect((await delivery.read(roomId, 0))?.events).toHaveLength(1)
  } finally {
    await redis.config('SET', 'maxmemory', '0')
  }
})
