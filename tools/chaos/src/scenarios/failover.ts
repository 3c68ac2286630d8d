import { withPostgres } from '@parley/testkit/postgres'
import { createEvidence } from './evidence'
import type { Scenario } from './scenario'
import { seconds } from './times'

const HELD_BACK_SECONDS = 8
const STORED_LIMIT_MS = 30_000

/**
 * A replica takes over that lacks the last seconds. The offsets stand in the same database as the messages, so both are
 * from the same moment: the persisters continue from there by themselves. Actions that are not in the log (joins, rooms,
 * sign-ins) get lost with an asynchronous replica: no client performs any here.
 */
export const failover: Scenario = {
  name: 'postgres-failover',
  row: 'PostgreSQL: failover to a replica that lacks the last commits',
  stack: { standby: true },
  async run({ stack, crowd, fault, require, figure, mayDie, now, everythingSeen }) {
    mayDie('persister') // a persister that finds its offset moved ends, and takes its partitions over again
    const evidence = await createEvidence(stack)
    try {
      await crowd.onlyWrite()
      await evidence.untilStored(STORED_LIMIT_MS)
      fault(`the replica gets nothing for ${HELD_BACK_SECONDS} s`)
      await stack.link('standby', 'postgres').halfOpen()
      await seconds(HELD_BACK_SECONDS)
      const before = await readPlaces(stack.databaseUrl)
      fault('kill -9 of PostgreSQL; the replica takes its place')
      await stack.engines.postgres.kill()
      await stack.failOver()
      const since = now()
      const after = await readPlaces(stack.databaseUrl)
      const lost = [...before.keys()].filter((id) => !after.has(id))
      figure('messages that the replica lacked', lost.length)
      if (lost.length === 0) throw new Error('the replica lacked nothing')

      await evidence.untilStored(STORED_LIMIT_MS)
      figure('stored again after s', (now() - since) / 1_000)
      const again = await readPlaces(stack.databaseUrl)
      const missing = lost.filter((id) => !again.has(id))
      require(missing.length === 0, `all of them are stored again (${missing.length} are not)`)
      const moved = lost.filter((id) => again.has(id) && again.get(id) !== before.get(id))
      require(moved.length === 0, `each keeps its seq (${moved.length} have another)`)
      await everythingSeen(since, STORED_LIMIT_MS)
    } finally {
      await evidence.close()
    }
  },
}

/** The position of each message, by its id. */
async function readPlaces(databaseUrl: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await withPostgres(databaseUrl, (client) =>
    client.query<{ id: string; place: string }>(
      `select room_id || '/' || id as id, epoch || '/' || seq as place from messages`,
    ),
  )
  return new Map(rows.map(({ id, place }) => [id, place]))
}
