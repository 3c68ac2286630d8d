import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countWritten, findFaults, joinMany, type SimulatedPerson, talkWhile } from '@parley/testkit/clients'
import { freeze, type LaunchedStack, launchStack } from '@parley/testkit/cluster'
import { readStored } from '../src/stored'
import { until } from '@parley/testkit/until'
import { verify } from '../src/verify'
import { LOBBY_ID } from '@parley/protocol'

const AWAY_MS = 20_000
/** Messages that are stored before PostgreSQL hangs. */
const FLOWING_AFTER = 40

let stack: LaunchedStack
let people: SimulatedPerson[] = []
let thaw = () => {}

beforeAll(async () => {
  stack = await launchStack()
})
afterAll(async () => {
  thaw()
  for (const { parley } of people) parley.close()
  await stack?.dispose()
})

test('P1 P3 P7: while PostgreSQL hangs for 20 s people talk on, and all of it is stored afterwards', async () => {
  people = await joinMany(6, stack.dev())
  const [ada, ben] = people as [SimulatedPerson, SimulatedPerson]
  const { databaseUrl, engines } = stack.dev()
  const heard = await talkWhile(people, 12, async () => {
    // A new epoch (a room's first message, or after Redis lost its data) needs PostgreSQL to begin.
    const isFlowing = async () => (await readStored(databaseUrl, LOBBY_ID)).length > FLOWING_AFTER
    await until('messages to flow', 30_000, isFlowing)
    ;({ thaw } = freeze(engines.postgres.pid!))
    const heardMeanwhile = await talkFor(AWAY_MS, ada, ben)
    thaw()
    return heardMeanwhile
  })

  expect(heard).toBeGreaterThan(5)
  expect(ben.serverId()).not.toBe(ada.serverId())
  expect(await findFaults({ databaseUrl, people, limitMs: 60_000 })).toEqual([])
  const said = countWritten(people)
  expect(await verify(stack)).toMatchObject({ code: 0, findings: [], stored: said })
})

/** One client sends, and the other shows it, repeatedly. Resolves to the number of messages. */
async function talkFor(durationMs: number, ada: SimulatedPerson, ben: SimulatedPerson) {
  const beganAt = performance.now()
  let heard = 0
  while (performance.now() - beganAt < durationMs) {
    const id = ada.say(`still here? ${heard}`)
    await until('the acknowledgement while PostgreSQL is away', 10_000, () => ada.room.sent.has(id))
    await until('the other server to show it', 10_000, () => ben.room.seen.has(id))
    heard += 1
    await sleep(250)
  }
  return heard
}
