import type { Scenario, Stage } from './scenario'
import { pick, seconds } from './times'

/** Clients notice, wait by their backoff (10 s at most), and come back. Milliseconds. */
const BACK_MS = 15_000

const played: Scenario[] = [
  {
    name: 'redis-killed',
    row: 'Redis: kill -9 and restart on its data',
    isShort: true,
    async run({ stack, fault, everythingSeen, now }) {
      fault('kill -9 of Redis')
      await stack.engines.redis.kill()
      await seconds(1)
      await stack.engines.redis.restart()
      await everythingSeen(now(), 10_000)
    },
  },
  {
    name: 'redis-emptied',
    row: 'Redis: kill -9 and restart empty',
    isShort: true,
    async run(stage) {
      const { fault, everythingSeen, now } = stage
      fault('Redis loses everything')
      await emptyRedis(stage)
      await everythingSeen(now(), SEEN_MS)
    },
  },
  {
    name: 'redis-emptied-with-backlog',
    row: 'Redis: emptied while a backlog is unstored',
    isShort: true,
    async run(stage) {
      const { stack, fault, everythingSeen, now } = stage
      fault('PostgreSQL is frozen')
      stack.engines.postgres.freeze()
      await talkUnstored(stage)
      fault('Redis loses everything, with the backlog')
      await emptyRedis(stage)
      stack.engines.postgres.thaw()
      await everythingSeen(now(), SEEN_MS)
    },
  },
  {
    name: 'redis-emptied-without-persisters',
    row: 'Redis: emptied while both persisters are dead',
    async run(stage) {
      const { stack, fault, everythingSeen, now, figure } = stage
      fault('both persisters down')
      await Promise.all(stack.persisters.map((persister) => persister.kill()))
      await talkUnstored(stage)
      fault('Redis loses everything, with the backlog')
      await emptyRedis(stage)
      await seconds(1)
      const startedAt = now()
      await Promise.all(stack.persisters.map((persister) => persister.restart()))
      figure('start of the persisters s', (now() - startedAt) / 1_000)
      await everythingSeen(now(), SEEN_MS)
    },
  },
  {
    name: 'redis-away',
    row: 'Redis: down for a long time (45 s of the 5 min)',
    async run({ stack, fault, everythingSeen, now, crowd, require }) {
      fault('Redis down for 45 s')
      await stack.engines.redis.kill()
      await seconds(2)
      const before = crowd.acked()
      await seconds(43)
      require(crowd.acked() === before, 'no message is acknowledged while Redis is down')
      await stack.engines.redis.restart()
      await everythingSeen(now(), BACK_MS)
    },
  },
  {
    name: 'redis-frozen',
    row: 'Redis: SIGSTOP 30 s',
    async run({ stack, fault, everythingSeen, now }) {
      fault('SIGSTOP of Redis for 30 s')
      stack.engines.redis.freeze()
      await seconds(30)
      stack.engines.redis.thaw()
      await everythingSeen(now(), BACK_MS)
    },
  },
  {
    name: 'server-without-redis',
    row: 'Redis: cut from one server only',
    run: (stage) => serverWithoutRedis(stage, 'cut'),
  },
  {
    name: 'server-redis-half-open',
    row: 'network: half-open between one server and Redis',
    run: (stage) => serverWithoutRedis(stage, 'halfOpen'),
  },
  {
    name: 'redis-slow',
    row: 'Redis: slow, 500 ms',
    async run({ stack, fault, everythingSeen, now, crowd, require }) {
      fault('every answer of Redis takes 500 ms')
      const links = [...stack.servers, ...stack.persisters].map(({ id }) => stack.link(id, 'redis'))
      await Promise.all(links.map((link) => link.slow(250)))
      await seconds(5)
      const before = crowd.acked()
      await seconds(15)
      require(crowd.acked() > before, 'messages flow')
      await Promise.all(links.map((link) => link.heal()))
      await everythingSeen(now(), BACK_MS)
    },
  },
]

export const redisScenarios = played.map((scenario) => ({ ...scenario, harmsRedis: true }))

/** The aim: within this time after a part's return every client has seen all earlier messages. Milliseconds. */
const SEEN_MS = 3_000

/** A restart without its files: all data is gone, and the replication id changes. */
async function emptyRedis({ stack }: Stage) {
  await stack.engines.redis.kill()
  await stack.engines.redis.forget()
  await stack.engines.redis.restart()
}

async function talkUnstored({ crowd, isShort, require }: Stage) {
  const before = crowd.acked()
  await seconds(isShort ? 4 : 8)
  require(crowd.acked() > before, 'messages flow while nothing is stored')
}

/** A server that is isolated from Redis sends its clients elsewhere. */
async function serverWithoutRedis(stage: Stage, how: 'cut' | 'halfOpen') {
  const { stack, fault, everybodyBack, everythingSeen, now, random, require, figure } = stage
  const server = pick(stack.servers, random)
  fault(`${server.id} and Redis: ${how === 'cut' ? 'cut' : 'half-open'}`)
  const since = now()
  await stack.link(server.id, 'redis')[how]()
  await seconds(25)
  const left = (await stack.haproxy.look(server.id)).connections
  figure('people still at that server', left)
  require(left ===
    0, `${server.id}, alone without Redis, sends its people elsewhere (${left} are still there)`)
  await everybodyBack(since, { maxMs: 30_000 })
  await stack.link(server.id, 'redis').heal()
  await everythingSeen(now(), BACK_MS)
}
