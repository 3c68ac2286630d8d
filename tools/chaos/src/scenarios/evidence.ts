import { openEventLog, type EventLog } from '@parley/event-log'
import { withPostgres } from '@parley/testkit/postgres'
import { until } from '@parley/testkit/until'
import { randomUUID } from 'node:crypto'
import type { ChaosStack } from '../stack/stack'

/** PostgreSQL and the log, read without any link or service of ours. */
export interface Evidence {
  /** Resolves when every record of the log at this moment is stored; rejects after the limit. */
  untilStored(limitMs: number): Promise<void>
  countRecords(): Promise<number>
  /** The stored offset of each partition. */
  storedOffsets(): Promise<Map<number, number>>
  /** Whether the log is beyond these offsets, in every partition that had records. */
  isPast(offsets: ReadonlyMap<number, number>): Promise<boolean>
  countRows(): Promise<Record<'messages' | 'changes' | 'deadLetters', number>>
  /** Resets every partition to its beginning. No persister may be storing. */
  rewind(): Promise<void>
  /** Resolves to the number of records. */
  pourPoison(): Promise<number>
  close(): Promise<void>
}

export async function createEvidence(stack: ChaosStack): Promise<Evidence> {
  const { databaseUrl, kafkaBrokers, redisUrl } = stack
  const log = await openEventLog({ kind: 'kafka', kafkaBrokers, redisUrl, partitions: 12 })
  const partitions = Array.from({ length: log.partitions }, (_, partition) => partition)
  const ends = () => Promise.all(partitions.map((partition) => log.end(partition)))

  async function untilStored(limitMs: number) {
    const wanted = await ends()
    await until('what is in the log is stored', limitMs, async () => {
      const stored = await storedOffsets()
      return wanted.every((end, partition) => end <= (stored.get(partition) ?? 0))
    })
  }

  async function storedOffsets() {
    const { rows } = await ask('select partition, next from partition_offsets')
    return new Map(rows.map(({ partition, next }) => [Number(partition), Number(next)]))
  }

  function ask(sql: string) {
    return withPostgres(databaseUrl, (client) => client.query<Record<string, unknown>>(sql))
  }

  async function count(table: string) {
    const { rows } = await ask(`select count(*) as count from ${table}`)
    return Number(rows[0]?.count)
  }

  return {
    untilStored,
    countRecords: async () => (await ends()).reduce((sum, end) => sum + end, 0),
    storedOffsets,
    async isPast(offsets) {
      const reached = await ends()
      return [...offsets].every(([partition, offset]) => offset === 0 || (reached[partition] ?? 0) > offset)
    },
    countRows: async () => ({
      messages: await count('messages'),
      changes: await count('changes'),
      deadLetters: await count('dead_letters'),
    }),
    rewind: async () => void (await ask('update partition_offsets set next = 0')),
    async pourPoison() {
      const poured = await pour(log)
      stack.poured += poured
      return poured
    },
    close: () => log.close(),
  }
}

/** Records that no server would append; each text names its own fault. */
async function pour(log: EventLog): Promise<number> {
  const room = () => randomUUID()
  const said = (fields: object) =>
    JSON.stringify({
      v: 1,
      kind: 'message',
      id: '01890000-0000-7000-8000-00000000dead',
      roomId: room(),
      authorId: 'nobody',
      authorName: 'Nobody',
      body: 'never to be stored',
      at: 0,
      ...fields,
    })
  const values = [
    'not JSON',
    '{}',
    '[]',
    'null',
    said({ v: 'one' }),
    said({ kind: 7 }),
    said({ id: 'not an id' }),
    said({ at: 'yesterday' }),
    said({ at: 1e300 }),
    said({ at: 9_007_199_254_740_991 }),
    said({ body: 'a'.repeat(400_000) }),
    said({ body: 'a zero byte: \u0000' }),
    said({ authorId: 'a zero byte: \u0000' }),
    said({ authorName: null }),
  ]
  const records = values.flatMap((value) => [
    { key: room(), value },
    { key: room(), value },
  ])
  await log.append(records)
  return records.length
}
