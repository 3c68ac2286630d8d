import { withPostgres } from '@parley/testkit/postgres'
import type { Scenario, Stage } from './scenario'
import { seconds } from './times'

/** The aim of PROMISES.md: caught up within this time after PostgreSQL's return. Milliseconds. */
const CAUGHT_UP_MS = 10_000

export const postgresScenarios: Scenario[] = [
  {
    name: 'postgres-killed',
    row: 'PostgreSQL: kill -9 and recovery',
    isShort: true,
    async run(stage) {
      const { stack, fault } = stage
      fault('kill -9 of PostgreSQL')
      await stack.engines.postgres.kill()
      await talkingGoesOn(stage, stage.isShort ? 2 : 5)
      await stack.engines.postgres.restart()
      await stage.everythingSeen(stage.now(), CAUGHT_UP_MS)
    },
  },
  {
    name: 'postgres-away-60s',
    row: 'PostgreSQL: unavailable 60 s',
    async run(stage) {
      const { stack, fault } = stage
      fault('PostgreSQL down for 60 s')
      await stack.engines.postgres.kill()
      await talkingGoesOn(stage, 60)
      await stack.engines.postgres.restart()
      await stage.everythingSeen(stage.now(), CAUGHT_UP_MS)
    },
  },
  {
    name: 'postgres-frozen',
    row: 'PostgreSQL: SIGSTOP 30 s',
    async run(stage) {
      const { stack, fault } = stage
      fault('SIGSTOP of PostgreSQL for 30 s')
      stack.engines.postgres.freeze()
      await talkingGoesOn(stage, 30)
      stack.engines.postgres.thaw()
      await stage.everythingSeen(stage.now(), CAUGHT_UP_MS)
    },
  },
  {
    name: 'postgres-slow',
    row: 'PostgreSQL: slow, 1 s',
    async run(stage) {
      const { stack, fault } = stage
      fault('every answer of PostgreSQL takes 1 s')
      await Promise.all(toPostgres(stack).map((link) => link.slow(500)))
      await talkingGoesOn(stage, 20)
      await Promise.all(toPostgres(stack).map((link) => link.heal()))
      await stage.everythingSeen(stage.now(), CAUGHT_UP_MS)
    },
  },
  {
    name: 'postgres-connections-used-up',
    row: 'PostgreSQL: max_connections used up',
    async run(stage) {
      const { stack, fault, figure } = stage
      fault('all connections of PostgreSQL are taken for 15 s')
      const taking = takeConnections(stack.databaseUrl, 15)
      await seconds(1)
      // The services would keep their connections: this cuts them, so that they must ask for new ones.
      for (const link of toPostgres(stack)) await link.cut()
      for (const link of toPostgres(stack)) await link.heal()
      await talkingGoesOn(stage, 14)
      figure('connections taken', await taking)
      await stage.everythingSeen(stage.now(), CAUGHT_UP_MS)
    },
  },
  {
    name: 'postgres-locked',
    row: 'PostgreSQL: long lock',
    async run(stage) {
      const { stack, fault } = stage
      fault('the tables of messages are locked for 15 s')
      await withPostgres(stack.databaseUrl, async (client) => {
        await client.query('begin')
        await client.query('lock table messages, changes, partition_offsets in access exclusive mode')
        await talkingGoesOn(stage, 15)
        await client.query('rollback')
      })
      await stage.everythingSeen(stage.now(), CAUGHT_UP_MS)
    },
  },
]

/** Neither sending nor seeing waits for PostgreSQL. */
async function talkingGoesOn({ crowd, require, now, thrownOff }: Stage, count: number) {
  const since = now()
  const half = count / 2
  await seconds(half)
  const before = crowd.acked()
  await seconds(half)
  const meanwhile = crowd.acked() - before
  require(meanwhile > 0, 'messages are sent and acknowledged without PostgreSQL')
  require(thrownOff(since) === 0, `all clients stay connected (${thrownOff(since)} did not)`)
}

function toPostgres({ servers, persisters, link }: Stage['stack']) {
  return [...servers, ...persisters].map(({ id }) => link(id, 'postgres'))
}

/** Takes every free connection, again and again; resolves to the highest number held. */
async function takeConnections(url: string, forSeconds: number): Promise<number> {
  const until = performance.now() + forSeconds * 1_000
  let held = 0
  let most = 0
  async function hold() {
    while (performance.now() < until) {
      await withPostgres(url, async (client) => {
        most = Math.max(most, ++held)
        const leftSeconds = Math.max(0, (until - performance.now()) / 1_000)
        await client.query('select pg_sleep($1)', [leftSeconds]).finally(() => held--)
      }).catch(() => seconds(0.1)) // none was free
    }
  }
  await Promise.all(Array.from({ length: 210 }, hold))
  return most
}
