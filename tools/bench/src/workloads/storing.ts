import { withPostgres } from '@parley/testkit/postgres'
import { whileMeasured } from '../measure/while-measured'
import { pour, storedOffset, untilStored } from '../system/log'
import type { Workload } from './workload'

const ROWS = 100_000
const ROOMS = 100

export const storingWorkloads: readonly Workload[] = [
  {
    name: 'W6',
    title: `${ROWS.toLocaleString('en-US')} messages from the log to PostgreSQL, in ${ROOMS} rooms, beside COPY of the same rows`,
    systems: 'parley',
    async measure(bench) {
      const { parley } = bench
      const { engines, people, persister } = parley
      const rooms = await people.createRooms(ROOMS)
      const roomIds = Array.from({ length: ROWS }, (_, n) => rooms[n % ROOMS]!.id)
      const end = (await storedOffset(engines)) + ROWS
      // It keeps its partitions meanwhile: the freeze is shorter than Kafka's session timeout.
      persister.freeze()
      try {
        await pour(engines, roomIds)
      } finally {
        persister.thaw()
      }
      const { elapsedMs, oursMs, allMs } = await whileMeasured(bench, this.name, () =>
        untilStored(engines, end),
      )
      const copyMs = await measureCopy(engines.postgres.url, ROWS)
      return {
        'rows/s': ROWS / (elapsedMs / 1_000),
        'rows/s of COPY into both tables': ROWS / (copyMs / 1_000),
        'against COPY': copyMs / elapsedMs,
        'CPU us per row': (oursMs * 1_000) / ROWS,
        'CPU us per row, with Kafka and PostgreSQL': (allMs * 1_000) / ROWS,
      }
    },
  },
]

/** Copies the last rows of both tables into tables with the same columns and indexes. Milliseconds. */
function measureCopy(url: string, rows: number): Promise<number> {
  return withPostgres(url, async (client) => {
    const { rows: found } = await client.query<{ data_directory: string }>('show data_directory')
    const fileOf = (table: string) => `${found[0]?.data_directory}/bench-${table}.copy`
    const tables = ['messages', 'changes']
    for (const table of tables) {
      await client.query(`copy (select * from ${table} order by at desc limit ${rows}) to '${fileOf(table)}'`)
      await client.query(`drop table if exists bench_${table}`)
      await client.query(`create table bench_${table} (like ${table} including all)`)
    }
    const beganAt = performance.now()
    await client.query('begin')
    for (const table of tables) await client.query(`copy bench_${table} from '${fileOf(table)}'`)
    await client.query('commit')
    const copyMs = performance.now() - beganAt
    for (const table of tables) await client.query(`drop table bench_${table}`)
    return copyMs
  })
}
