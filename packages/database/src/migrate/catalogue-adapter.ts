import { PrismaPg } from '@prisma/adapter-pg'
import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
} from '@prisma/driver-adapter-utils'
import { Pool, type FieldDef, type PoolConfig } from 'pg'

/** Types that only the catalogue uses. */
const CHAR_OID = 18
const NAME_OID = 19
const TEXT_OID = 25

const CONNECT_TIMEOUT_MS = 5_000

/**
 * Prisma's pg adapter, adapted to the schema engine: it reads the catalogue, runs a script as a whole, and keeps its
 * shadow database apart from the real one. The engine closes only the shadow; `close` closes the connections that it
 * leaves open.
 */
export function createCatalogueAdapter(connection: PoolConfig) {
  const opened: SqlDriverAdapter[] = []
  const note = (adapter: SqlDriverAdapter) => {
    opened.push(adapter)
    return adapter
  }
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: async () => note(await connect(connection)),
    connectToShadowDb: async () => note(await connectToShadow(connection)),
    async close() {
      for (const adapter of opened) await adapter.dispose()
    },
  } satisfies SqlMigrationAwareDriverAdapterFactory & { close(): Promise<void> }
}

async function connect(connection: PoolConfig): Promise<SqlDriverAdapter> {
  const pool = openPool(connection)
  const chars = letCharsPass(pool)
  const adapter = await new PrismaPg(pool).connect()
  const queryRaw = adapter.queryRaw.bind(adapter)
  return Object.assign(adapter, {
    queryRaw: async (query: SqlQuery) => {
      const result = await queryRaw(query)
      const columns = chars.get(result.rows)
      if (!columns) return result
      const columnTypes = result.columnTypes.map((type, i) =>
        columns.has(i) ? ColumnTypeEnum.Character : type,
      )
      return { ...result, columnTypes }
    },
    // The adapter would split the script at every semicolon, even inside a comment or a function.
    executeScript: async (script: string) => {
      await pool.query(script)
    },
    dispose: once(() => pool.end()),
  })
}

// One connection: the engine's lock against a concurrent migration belongs to the session that took it.
function openPool(connection: PoolConfig): Pool {
  const pool = new Pool({ ...connection, max: 1, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  pool.on('error', () => {}) // the next query reports it
  return pool
}

/** The adapter refuses the catalogue's type "char". We show it text instead, and note which columns these were. */
function letCharsPass(pool: Pool): WeakMap<unknown[], Set<number>> {
  const chars = new WeakMap<unknown[], Set<number>>()
  const query = pool.query.bind(pool) as (
    ...args: unknown[]
  ) => Promise<{ fields?: FieldDef[]; rows: unknown[] }>
  const watched = async (...args: unknown[]) => {
    const result = await query(...args)
    const columns = new Set<number>()
    for (const [i, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID === CHAR_OID) columns.add(i)
      if (field.dataTypeID === CHAR_OID || field.dataTypeID === NAME_OID) field.dataTypeID = TEXT_OID
    }
    if (columns.size > 0) chars.set(result.rows, columns)
    return result
  }
  pool.query = watched as typeof pool.query
  return chars
}

async function connectToShadow(connection: PoolConfig): Promise<SqlDriverAdapter> {
  const database = `prisma_shadow_${crypto.randomUUID().replaceAll('-', '')}`
  const admin = openPool(connection)
  await admin.query(`create database "${database}"`)
  const shadow = await connect({ ...connection, database })
  const disconnect = shadow.dispose.bind(shadow)
  return Object.assign(shadow, {
    dispose: once(async () => {
      await disconnect()
      await admin.query(`drop database "${database}" with (force)`)
      await admin.end()
    }),
  })
}

function once(end: () => Promise<void>): () => Promise<void> {
  let ended: Promise<void> | undefined
  return () => (ended ??= end())
}
