import { until } from '@parley/testkit/until'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Redis } from 'ioredis'
import {
  countWritten,
  findFaults,
  joinMany,
  type SimulatedPerson,
  talkWhile,
  untilSent,
} from '@parley/testkit/clients'
import { launchStack, type LaunchedStack } from '@parley/testkit/cluster'
import { verify } from '../src/verify'

let stack: LaunchedStack
let people: SimulatedPerson[] = []

beforeAll(async () => {
  stack = await launchStack()
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

/** Keys of the system, and one per room. */
const STAYS = /^parley:(?:servers|full-rooms|\{[^}]+\}:head)$/
const MOST_FIELDS_OF_A_HEAD = 8

test('P11: when everything is stored, Redis keeps the rooms; their data besides the heads is registered for removal, and all other keys expire', async () => {
  const redis = new Redis(stack.dev().redisUrl)
  const isKept = async (key: string) => {
    if (!STAYS.test(key)) return (await redis.ttl(key)) < 0
    const roomId = /^parley:\{([^}]*)\}/.exec(key)?.[1]
    if (!roomId || (await redis.hlen(key)) <= MOST_FIELDS_OF_A_HEAD) return false
    return (await redis.zscore('parley:full-rooms', roomId)) === null
  }
  try {
    await until('nothing else stays', 30_000, async () => {
      const kept = await Promise.all((await redis.keys('*')).map(isKept))
      return !kept.includes(true)
    })
  } finally {
    redis.disconnect()
  }
})
