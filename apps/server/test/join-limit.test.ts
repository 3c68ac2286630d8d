import { connectRedis, waitForRedis } from '@parley/delivery'
import { createLogger } from '@parley/service'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSharedBuckets } from '../src/limits/shared-buckets'
import { openLink, type Link } from './link'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'

const PER_MINUTE = 4

let database: Awaited<ReturnType<typeof makeDatabase>>
let link: Link
let servers: ServerHere[] = []

beforeAll(async () => {
  database = await makeDatabase()
  link = await openLink(redisUrl(5))
  const settings = {
    DATABASE_URL: database.url,
    REDIS_URL: link.url,
    GUEST_JOINS_PER_MINUTE: String(PER_MINUTE),
    TRUSTED_PROXIES: '127.0.0.1',
  }
  servers = await Promise.all(['1', '2'].map((id) => startServerHere(id, settings)))
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
  await link?.close()
  await database?.drop()
})

/**
 * The status of each of these joins from one address, through the servers in turn, and the longest time that one took.
 */
async function join(address: string, times: number) {
  const statuses: number[] = []
  let longestMs = 0
  for (let i = 0; i < times; i++) {
    const beganAt = performance.now()
    const response = await fetch(`${servers[i % servers.length]!.url}/api/v1/guests`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify({ name: `Guest ${i}` }),
    })
    longestMs = Math.max(longestMs, performance.now() - beganAt)
    statuses.push(response.status)
    if (response.status === 429) expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  return { statuses, longestMs }
}

const allowed = (count: number) => Array<number>(count).fill(201)

test('a limited number of guests may join from one address, over all servers together', async () => {
  const { statuses } = await join(someAddress(), PER_MINUTE + 2)
  expect(statuses).toEqual([...allowed(PER_MINUTE), 429, 429])
  expect((await join(someAddress(), 2)).statuses).toEqual(allowed(2))
})

test('while Redis is down each server counts by itself, and no request waits for Redis', async () => {
  link.cut()
  const { statuses, longestMs } = await join(someAddress(), 2 * PER_MINUTE + 2)
  expect(statuses).toEqual([...allowed(2 * PER_MINUTE), 429, 429])
  expect(longestMs).toBeLessThan(1_500)
  link.heal()
})

test('a silent Redis delays a join by half a second, not longer', async () => {
  await untilShared()
  const redis = connectRedis(link.url, { role: 'commands' })
  await waitForRedis(redis, 5_000)
  const take = createSharedBuckets({
    redis,
    nowMs: () => performance.now(),
    logger: createLogger('test', 'fatal'),
  })
  link.swallow()
  const beganAt = performance.now()
  expect(await take(someAddress(), { burst: 1, perSecond: 1 })).toBeNull()
  expect(performance.now() - beganAt).toBeLessThan(900)
  expect((await join(someAddress(), 4)).statuses).toEqual(allowed(4))
  redis.disconnect()
  link.heal()
})

/** Waits until the servers count together again. */
async function untilShared() {
  for (let tries = 0; tries < 50; tries++) {
    const { statuses } = await join(someAddress(), PER_MINUTE + 1)
    if (statuses.at(-1) === 429) return
  }
  throw new Error('the servers still count alone')
}

/** An address that no earlier run has used: a minute may not be over. */
function someAddress(): string {
  const part = () => Math.floor(Math.random() * 65_536).toString(16)
  return `2001:db8:${part()}:${part()}::1`
}
