import { until } from '@parley/engines/until'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Redis } from 'ioredis'
import { findFaults } from '../src/check'
import { countWritten, joinMany, talkWhile, untilSent, type SimulatedPerson } from '../src/people'
import { startStack, type Stack } from '../src/stack'
import { verify } from '../src/verify'

let stack: Stack
let people: SimulatedPerson[] = []

beforeAll(async () => {
  stack = await startStack()
})
afterAll(async () => {
  for (const { parley } of people) parley.close()
  await stack?.dispose()
})

test('P1 P3 P4 P5 P6: while 20 people write 40 messages a second, kill -9 of the persister and of a server loses, doubles and swaps nothing', async () => {
  people = await joinMany(20, stack.dev())
  const servers = people.map((person) => person.serverId())
  expect(new Set(servers)).toEqual(new Set(['1', '2']))

  await talkWhile(people, 40, async () => {
    await untilSent(people, 160)
    await stack.killService('persister', '1')
    await untilSent(people, 200)
    await stack.killService('server', '1')
    await untilSent(people, 240)
  })

  const { databaseUrl } = stack.dev()
  expect(await findFaults({ databaseUrl, people, limitMs: 60_000 })).toEqual([])
  const said = countWritten(people)
  expect(said).toBeGreaterThan(500)
  expect(await verify(stack)).toMatchObject({ code: 0, findings: [], stored: said })
})

/** One of the system, and one of each room: how far it has come. */
const STAYS = /^parley:(?:servers|\{[^}]+\}:head)$/

test('P11: once everything is stored, Redis keeps the heads of rooms, and whatever else there is expires', async () => {
  const redis = new Redis(stack.dev().redisUrl)
  try {
    await until('no other key stays', 30_000, async () => {
      const keys = await redis.keys('*')
      const ttls = await Promise.all(keys.map((key) => redis.ttl(key)))
      return keys.every((key, i) => STAYS.test(key) || ttls[i]! >= 0)
    })
  } finally {
    redis.disconnect()
  }
})
