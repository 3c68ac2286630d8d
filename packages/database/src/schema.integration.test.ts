import { createTestDatabase } from '@parley/engines/testing'
import { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from './index'

let made: Awaited<ReturnType<typeof createTestDatabase>>
let pool: Pool

beforeAll(async () => {
  made = await createTestDatabase()
  await migrate({ url: made.url })
  pool = new Pool({ connectionString: made.url })
  pool.on('error', () => {}) // `drop` may be faster than the end of a connection
})
afterAll(async () => {
  await pool.end()
  await made.drop()
})

test('no foreign key stands on the message path', async () => {
  const { rows } = await pool.query(`
    select conname from pg_constraint
    where contype = 'f' and array[conrelid, confrelid] &&
      array['messages', 'changes', 'partition_offsets', 'dead_letters']::regclass[]::oid[]`)
  expect(rows).toEqual([])
})

test.each([
  ['a message without text', insertMessage({ body: "''" })],
  ['a message without number', insertMessage({ seq: '0' })],
  ['a number that JavaScript cannot hold', insertMessage({ seq: '9007199254740992' })],
  ['a message that is newer than its epoch allows', insertMessage({ epoch: '8' })],
  ['a version below the number', insertMessage({ version: '6' })],
  [
    'a change of an unknown kind',
    `insert into changes values (${uuid(1)}, 7, ${uuid(2)}, ${uuid(2)}, 'shout', 0, 'ada', now())`,
  ],
  ['a negative offset', 'insert into partition_offsets values (1, -1)'],
  ['a negative read cursor', `insert into memberships values (${uuid(1)}, 'ada', now(), -1)`],
  ['a second lobby', `insert into rooms (id, name, name_key, is_lobby) values (${uuid(3)}, 'b', 'b', true)`],
])('the database itself refuses %s', async (_, statement) => {
  await expect(pool.query(statement)).rejects.toMatchObject({ code: '23514' })
})

test('the database accepts the row from which the refused ones were made', async () => {
  await pool.query(insertMessage({}))
})

function uuid(n: number): string {
  return `'01890000-0000-7000-8000-00000000000${n}'`
}

interface Row {
  seq?: string
  epoch?: string
  version?: string
  body?: string
}

function insertMessage({ seq = '7', epoch = '0', version, body = "'hello'" }: Row): string {
  const numbers = `${seq}, ${epoch}, ${version ?? seq}`
  return `insert into messages values (${uuid(1)}, ${uuid(2)}, ${numbers}, 'ada', 'Ada', ${body}, now())`
}
