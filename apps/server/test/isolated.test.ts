import { setTimeout as delay } from 'node:timers/promises'
import { createParley, type Parley } from '@parley/client'
import { connectRedis, waitForRedis } from '@parley/delivery'
import { LOBBY_ID } from '@parley/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { joinAsGuest } from './guest'
import { openLink, type Link } from './link'
import { makeDatabase, redisUrl, startServer, type RunningServer } from './running-server'
import { until } from '@parley/testkit/until'

/** From losing Redis to knowing that the server is isolated, on a busy machine. */
const KNOWN_WITHIN_MS = 20_000
/** /readyz says no for a while, then comes the time in which all clients move. */
const MOVED_WITHIN_MS = 10_000
const HEALED_WITHIN_MS = 25_000

let database: Awaited<ReturnType<typeof makeDatabase>>
let links: Link[] = []
let servers: RunningServer[] = []

beforeAll(async () => {
  database = await makeDatabase()
  links = await Promise.all([openLink(redisUrl(4)), openLink(redisUrl(4))])
  servers = await Promise.all(
    links.map(({ url }, i) =>
      startServer(String(i + 1), {
        DATABASE_URL: database.url,
        REDIS_URL: url,
        GUEST_JOINS_PER_MINUTE: '1000',
        DRAIN_MS: '2000',
      }),
    ),
  )
  await meet()
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  await Promise.all(links.map((link) => link.close()))
  await database?.drop()
})

/** Waits until each server has announced itself after both were up: then it has seen the other. */
async function meet(): Promise<void> {
  const redis = connectRedis(redisUrl(4), { role: 'commands' })
  try {
    await waitForRedis(redis, 10_000)
    const announcedAt = async () => {
      const pairs = await redis.zrange('parley:servers', '0', '-1', 'WITHSCORES')
      return pairs.filter((_, i) => i % 2 === 1).map(Number)
    }
    const both = await until('both servers', 15_000, async () => {
      const times = await announcedAt()
      return times.length === servers.length && Math.max(...times)
    })
    await until('their next announcements', 15_000, async () => Math.min(...(await announcedAt())) > both)
  } finally {
    redis.disconnect()
  }
}

/** A client on the real SDK; it begins on the first server, and knows the other. */
async function joinFirst(name: string): Promise<Parley> {
  const [first, second] = servers as [RunningServer, RunningServer]
  let asked = 0
  const parley = createParley({
    apiUrl: first.url,
    servers: [
      { id: '1', url: first.url },
      { id: '2', url: second.url },
    ],
    random: () => (asked++ < 2 ? 0 : Math.random()),
  })
  await parley.joinAsGuest(name)
  parley.connect()
  parley.openRoom(LOBBY_ID)
  await until(`${name} on the first server`, 15_000, () => serverOf(parley) === '1')
  return parley
}

function serverOf(parley: Parley): string | null {
  const { connection } = parley.getState()
  return connection.kind === 'online' ? connection.serverId : null
}

test('a server that is isolated from Redis asks its clients to move, once, and accepts new ones when it reaches Redis again', async () => {
  const [first] = servers as [RunningServer, RunningServer]
  const [link] = links as [Link, Link]
  const people = await Promise.all(Array.from({ length: 5 }, (_, i) => joinFirst(`Person ${i}`)))
  const stubborn = await joinAsGuest(first.url, 'Stays')
  let told = 0
  stubborn.socket.on('server:leaving', () => told++)

  link.cut()
  const state = await until('not ready', KNOWN_WITHIN_MS, async () => {
    const now = await first.readyz()
    return now.status === 503 && now
  })
  expect(state).toMatchObject({ isolated: true, redis: false, draining: false })
  expect(await first.metric('parley_isolated_from_redis')).toBe(1)
  await until('everybody on the other server', MOVED_WITHIN_MS, () =>
    people.every((parley) => serverOf(parley) === '2'),
  )
  expect((await servers[1]!.readyz()).status).toBe(200)
  await delay(5_000)
  expect(told).toBe(1)
  expect(stubborn.socket.connected).toBe(true)

  link.heal()
  await until('ready again', HEALED_WITHIN_MS, async () => (await first.readyz()).status === 200)
  expect(people.map(serverOf)).toEqual(people.map(() => '2'))
  for (const parley of people) parley.close()
  stubborn.socket.close()
})

// The harder of two ways: each server notices at a moment of its own.
test('while no server can reach Redis all stay ready, and no client moves', async () => {
  const people = await Promise.all(Array.from({ length: 3 }, (_, i) => joinFirst(`Patient ${i}`)))
  for (const link of links) link.swallow()
  await until('live updates are late', 15_000, () => people.every((parley) => parley.getState().liveDelayed))
  for (let i = 0; i < 12; i++) {
    await delay(1_000)
    expect(await Promise.all(servers.map(async (server) => (await server.readyz()).status))).toEqual([
      200, 200,
    ])
    expect(people.map(serverOf)).toEqual(['1', '1', '1'])
  }
  for (const link of links) link.heal()
  await until('live again', 15_000, () => people.every((parley) => !parley.getState().liveDelayed))
  for (const parley of people) parley.close()
})
