import { withPostgres } from '@parley/testkit/postgres'
import { createEvidence } from './evidence'
import type { Engine } from '../stack/engines'
import type { Scenario, Stage } from './scenario'
import { seconds, until } from './times'

const FULL_SECONDS = 25
/** A supervisor restarts an engine that ended for lack of space; the engine must read its data. Milliseconds. */
const DELIVERED_MS = 30_000

export const diskScenarios: Scenario[] = [
  {
    name: 'kafka-disk-full',
    row: 'Kafka: disk full',
    stack: { smallDisks: true },
    async run(stage) {
      const { stack, crowd, fault, require, figure, mayDie, now, everythingSeen, thrownOff } = stage
      mayDie('persister') // the watchdog of a consumer ends it after 30 s of silence
      const disk = diskOf(stack.engines.kafka)
      const endSupervision = stack.engines.kafka.supervise()
      const since = now()
      fault(`Kafka's disk is full for ${FULL_SECONDS} s`)
      disk.fill()
      await until('a server says that the log is away', 20_000, async () =>
        (await readiness(stage)).every(({ log }) => !log),
      )
      figure('told after s', (now() - since) / 1_000)
      require((await readiness(stage)).every(
        ({ ready }) => ready,
      ), 'the servers stay ready: clients can read')
      await seconds(2)
      const before = crowd.acked()
      await seconds(FULL_SECONDS - (now() - since) / 1_000)
      const meanwhile = crowd.acked() - before
      require(meanwhile === 0, `no message is acknowledged that Kafka cannot write (${meanwhile} were)`)
      require(thrownOff(since) === 0, `all clients stay connected (${thrownOff(since)} did not)`)
      const freedAt = now()
      await disk.free()
      await until('the log is back', 60_000, async () => (await readiness(stage)).every(({ log }) => log))
      figure('starts of Kafka', await endSupervision())
      await everythingSeen(freedAt, DELIVERED_MS)
    },
  },
  {
    name: 'postgres-disk-full',
    row: 'PostgreSQL: disk full',
    stack: { smallDisks: true },
    async run(stage) {
      const { stack, crowd, fault, require, figure, now, everythingSeen, thrownOff } = stage
      const disk = diskOf(stack.engines.postgres)
      const endSupervision = stack.engines.postgres.supervise()
      const evidence = await createEvidence(stack)
      try {
        const { deadLetters } = await evidence.countRows()
        const since = now()
        fault(`PostgreSQL's disk is full for ${FULL_SECONDS} s`)
        disk.fill()
        await seconds(FULL_SECONDS / 2)
        const before = crowd.acked()
        await useUpLog(stack.databaseUrl)
        await seconds(FULL_SECONDS / 2)
        require(crowd.acked() > before, 'messages are sent and acknowledged without PostgreSQL')
        require(thrownOff(since) === 0, `all clients stay connected (${thrownOff(since)} did not)`)
        const freedAt = now()
        await disk.free()
        await until('PostgreSQL is back', 60_000, () => isThere(stack.databaseUrl))
        figure('PostgreSQL back after s', (now() - freedAt) / 1_000)
        await evidence.untilStored(60_000)
        figure('stored after s', (now() - freedAt) / 1_000)
        figure('starts of PostgreSQL', await endSupervision())
        const dead = (await evidence.countRows()).deadLetters - deadLetters
        require(dead === 0, `no record becomes a dead letter (${dead} did)`)
        await everythingSeen(freedAt, DELIVERED_MS)
      } finally {
        await evidence.close()
      }
    },
  },
]

/**
 * PostgreSQL keeps some spare files of its write-ahead log: when they are used up it cannot begin a new one, and ends.
 */
async function useUpLog(databaseUrl: string) {
  const write = withPostgres(databaseUrl, async (client) => {
    for (let mebibytes = 0; mebibytes < 512; mebibytes++)
      await client.query(`select pg_logical_emit_message(false, 'chaos', repeat('x', 1048576))`)
    throw new Error('half a gigabyte more had room in the write-ahead log of a disk that is full')
  })
  await write.catch((error: Error) => {
    if (error.message.startsWith('half')) throw error // any other error means that PostgreSQL ended
  })
}

function isThere(databaseUrl: string): Promise<boolean> {
  return withPostgres(databaseUrl, (client) => client.query('select 1')).then(
    () => true,
    () => false,
  )
}

function diskOf({ name, disk }: Engine) {
  if (!disk) throw new Error(`${name} has no disk of its own in this stack`)
  return disk
}

interface Readiness {
  ready: boolean
  log: boolean
}

/** From each server's readiness endpoint. */
function readiness({ stack }: Stage): Promise<Readiness[]> {
  return Promise.all(
    stack.servers.map(async ({ address }) => (await fetch(`${address}/readyz`)).json() as Promise<Readiness>),
  )
}
