import { openEventLog, type EventLog, type LogRecord } from '@parley/event-log'
import { LOBBY_ID } from '@parley/protocol'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  countWritten,
  findFaults,
  joinMany,
  type SimulatedPerson,
  talkWhile,
  untilSent,
  untilWritten,
} from '@parley/testkit/clients'
import { freeze, type LaunchedStack, launchStack } from '@parley/testkit/cluster'
import { readStored } from '../src/stored'
import { verify } from '../src/verify'

/** After the last message every client's view is complete within this time. Milliseconds. */
const WHOLE_WITHIN_MS = 10_000

const PARTITIONS = 12

let stack: LaunchedStack
let people: SimulatedPerson[] = []

beforeAll(async () => {
  stack = await launchStack()
})
afterAll(async () => {
  for (const { parley } of people) parley.close()
  await stack?.dispose()
})

test('P1 P3 P4 P6: Redis emptied twice under load ends no process, loses no message and gives no seq twice', async () => {
  people = await joinMany(10, stack.dev())
  const { databaseUrl, redisUrl } = stack.dev()
  const redis = new Redis(redisUrl)
  try {
    await talkWhile(people, 30, async () => {
      await untilSent(people, 90)
      await redis.flushall()
      await untilSent(people, 120)
      // The second time many messages are not stored yet: they must get their seqs before any new one.
      const persister = freeze(stack.dev().persisters[0]!.pid!)
      await untilSent(people, 45)
      await redis.flushall()
      // Nothing is acknowledged until the persister is back: clients keep writing.
      await untilWritten(people, 30)
      persister.thaw()
      await untilSent(people, 120)
    })
  } finally {
    redis.disconnect()
  }
  expect(await findFaults({ databaseUrl, people, limitMs: WHOLE_WITHIN_MS, renumbered: true })).toEqual([])
  const said = countWritten(people)
  expect(await verify(stack)).toMatchObject({ code: 0, findings: [], stored: said })
  expect(stack.crashes()).toEqual([])
})

test('P2: a record that stands in the log twice is stored and shown once, even if Redis has forgotten the first', async () => {
  const { databaseUrl, redisUrl, kafkaBrokers } = stack.dev()
  const [first] = await readStored(databaseUrl, LOBBY_ID)
  const eventLog = await openEventLog({
    kind: 'kafka',
    kafkaBrokers,
    redisUrl,
    partitions: PARTITIONS,
  })
  const redis = new Redis(redisUrl)
  try {
    const record = await findRecord(eventLog, first!.id)
    await redis.flushall()
    await eventLog.append([record])
  } finally {
    redis.disconnect()
    await eventLog.close()
  }
  for (const person of people) person.say('and after it')
  expect(await findFaults({ databaseUrl, people, limitMs: 30_000, renumbered: true })).toEqual([])
  const said = countWritten(people)
  expect(await verify(stack)).toMatchObject({ code: 0, findings: [], stored: said })
})

async function findRecord(eventLog: EventLog, messageId: string): Promise<LogRecord> {
  const partition = eventLog.partitionOf(LOBBY_ID)
  for await (const { key, value } of eventLog.read(partition, 0, await eventLog.end(partition)))
    if (value.includes(messageId)) return { key, value }
  throw new Error(`${messageId} is not in the log`)
}
