import { LOBBY_ID } from '@parley/protocol'
import { withPostgres } from '@parley/testkit/postgres'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { countWritten, findFaults, joinMany, type SimulatedPerson } from '@parley/testkit/clients'
import { launchStack, type LaunchedStack } from '@parley/testkit/cluster'
import { readStored, type StoredMessage } from '../src/stored'
import { verify } from '../src/verify'

const TABLES = ['messages', 'changes'] as const

let stack: LaunchedStack
let databaseUrl: string
let people: SimulatedPerson[] = []
let stored: StoredMessage[]

beforeAll(async () => {
  stack = await launchStack()
  ;({ databaseUrl } = stack.dev())
  people = await joinMany(3, stack.dev())
  for (let turn = 0; turn < 5; turn++) for (const person of people) person.say(`turn ${turn}`)
  expect(await findFaults({ databaseUrl, people, limitMs: 30_000 })).toEqual([])
  stored = await readStored(databaseUrl, LOBBY_ID)
  await run(...TABLES.map((table) => `create table kept_${table} as table ${table}`))
})
afterEach(async () => {
  await run(
    ...TABLES.flatMap((table) => [
      `delete from ${table}`,
      `insert into ${table} select * from kept_${table}`,
    ]),
  )
  expect(await readStored(databaseUrl, LOBBY_ID)).toEqual(stored)
})
afterAll(async () => {
  for (const { parley } of people) parley.close()
  await stack?.dispose()
})

function run(...statements: string[]) {
  return withPostgres(databaseUrl, async (client) => {
    for (const statement of statements) await client.query(statement)
  })
}

async function lookForFaults(): Promise<{ code: number | null; kinds: string[]; text: string }> {
  const { code, findings } = await verify(stack)
  return { code, kinds: findings.map(({ kind }) => kind), text: JSON.stringify(findings) }
}

test('verify agrees with a sound system, and counts what it compared', async () => {
  const said = countWritten(people)
  expect(said).toBe(15)
  expect(await verify(stack)).toMatchObject({ code: 0, findings: [], records: said, stored: said })
})

test('verify finds a deleted row, and names it', async () => {
  const { id } = stored[7]!
  await run(`delete from messages where id = '${id}'`, `delete from changes where message_id = '${id}'`)
  const { code, kinds, text } = await lookForFaults()
  expect(code).toBe(1)
  expect(kinds).toContain('missing')
  expect(text).toContain(id)
})

test('verify finds a row that is missing in one table', async () => {
  await run(`delete from changes where message_id = '${stored[4]!.id}'`)
  expect(await lookForFaults()).toMatchObject({ code: 1, kinds: ['tables differ'] })
})

test('verify finds a row that was duplicated under a new id', async () => {
  const { id, seq } = stored[3]!
  const copy = uuidv7()
  const last = stored.at(-1)!.seq
  await run(
    `insert into messages select (jsonb_populate_record(m, '${JSON.stringify({ id: copy, seq: last + 1, version: last + 1 })}')).* from messages m where id = '${id}'`,
    `insert into changes select (jsonb_populate_record(c, '${JSON.stringify({ id: copy, message_id: copy, seq: last + 1 })}')).* from changes c where seq = ${seq}`,
  )
  const { code, kinds, text } = await lookForFaults()
  expect(code).toBe(1)
  expect(kinds).toContain('never said')
  expect(text).toContain(copy)
})

test('verify finds two rows that swapped places', async () => {
  const [first, second] = twoOfOnePerson()
  const away = stored.at(-1)!.seq + 1_000
  const move = (from: number, to: number) => [
    `update messages set seq = ${to}, version = ${to} where room_id = '${LOBBY_ID}' and seq = ${from}`,
    `update changes set seq = ${to} where room_id = '${LOBBY_ID}' and seq = ${from}`,
  ]
  await run(...move(first.seq, away), ...move(second.seq, first.seq), ...move(away, second.seq))
  const { code, kinds } = await lookForFaults()
  expect(code).toBe(1)
  expect(kinds).toContain('out of order')
})

test('verify finds a changed text', async () => {
  await run(`update messages set body = 'I never said that' where id = '${stored[2]!.id}'`)
  expect(await lookForFaults()).toMatchObject({ code: 1, kinds: ['changed'] })
})

function twoOfOnePerson(): [StoredMessage, StoredMessage] {
  const [first, second] = stored.filter(({ authorId }) => authorId === stored[0]!.authorId)
  return [first!, second!]
}
