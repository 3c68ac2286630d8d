import { createHash } from 'node:crypto'
import { createTestDatabase } from '@parley/engines/testing'
import { Pool } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findDrift, migrate } from './migrate'
import { readMigrations } from './migration-files'

let made: Awaited<ReturnType<typeof createTestDatabase>>
let url: string
let pool: Pool

beforeEach(async () => {
  made = await createTestDatabase()
  url = made.url
  pool = new Pool({ connectionString: url })
  pool.on('error', () => {}) // `drop` may be faster than the end of a connection
})
afterEach(async () => {
  await pool.end()
  await made.drop()
})

const files = readMigrations().migrationDirectories
const names = files.map(({ path }) => path)

test('an empty database gets every migration, and none a second time', async () => {
  expect(await migrate({ url })).toEqual(names)
  expect(await migrate({ url })).toEqual([])
})

test('applied migrations are recorded as `prisma migrate` records them', async () => {
  await migrate({ url })
  const { rows } = await pool.query(
    'select migration_name, checksum from _prisma_migrations where finished_at is not null order by 1',
  )
  const expected = files.map(({ path, migrationFile: { content } }) => {
    return { migration_name: path, checksum: createHash('sha256').update(content.value).digest('hex') }
  })
  expect(rows).toEqual(expected)
})

test('several migrations at once apply each migration once', async () => {
  const applied = await Promise.all([migrate({ url }), migrate({ url }), migrate({ url })])
  expect(applied.flat()).toEqual(names)
})

test('schema.prisma and the migrations agree', async () => {
  expect(await findDrift({ url })).toBe('')
})
