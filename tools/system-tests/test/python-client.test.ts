import { LOBBY_ID } from '@parley/protocol'
import { makeTestDirectory, type TestDirectory } from '@parley/engines'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addressesOf, findFaults, joinLobby, type SimulatedPerson } from '@parley/testkit/clients'
import { makePython, startPythonClient, type PythonClient } from '../src/python'
import { launchStack, type LaunchedStack } from '@parley/testkit/cluster'
import { readStored } from '../src/stored'
import { until } from '@parley/testkit/until'

let directory: TestDirectory
let python: string
let stack: LaunchedStack
let ada: SimulatedPerson | undefined
let client: PythonClient | undefined

beforeAll(async () => {
  directory = await makeTestDirectory()
  ;[python, stack] = await Promise.all([makePython(directory.path), launchStack()])
})
afterAll(async () => {
  client?.kill()
  ada?.parley.close()
  await stack?.dispose()
  await directory?.delete()
})

test('P1 P3 P6: a client in Python, written from the protocol page, joins, sends, and misses nothing although its server is killed', async () => {
  const ben = 'Ben, from Python'
  ada = await joinLobby('Ada', addressesOf(stack.dev(), '2'))
  ada.say('Nobody here yet?')
  await until('Ada to have said it', 20_000, () => isSent(ada!))
  const [home] = addressesOf(stack.dev(), '1')
  client = startPythonClient(python, [home?.url ?? '', '--name', ben, '--follow', '--listen', '1'])
  expect(await client.told('joined')).toMatchObject({ person: { name: ben, isGuest: true } })
  expect(await client.told('ready')).toMatchObject({ messages: 1 })

  client.say('Good morning from Python. Ça va? 🦜')
  const first = await client.told('sent')
  await until('Ada to hear Ben', 10_000, () => isShown(ada!, 'Good morning from Python. Ça va? 🦜'))

  await stack.killService('server', '1')
  const missed = ['Are you there?', 'Your server is gone.', 'Well, mine is not.']
  for (const body of missed) ada.say(body)
  await until('Ada to have said all', 20_000, () => isSent(ada!))
  client.say('I was away, and am back.')
  const second = await client.told('sent')
  const room = await client.finish()

  const bodies = [
    'Nobody here yet?',
    'Good morning from Python. Ça va? 🦜',
    ...missed,
    'I was away, and am back.',
  ]
  const seen = Array.isArray(room.messages) ? room.messages : []
  expect(seen.map(({ body }) => body)).toEqual(bodies)
  expect(room.synced).toBeGreaterThanOrEqual(missed.length)
  expect(room.cursor).toMatchObject({ roomId: LOBBY_ID, seq: seen.at(-1)?.seq })
  expect(seen.filter(({ authorName }) => authorName === ben).map(({ id }) => id)).toEqual([
    first.message?.id,
    second.message?.id,
  ])

  const { databaseUrl } = stack.dev()
  expect(await findFaults({ databaseUrl, people: [ada], limitMs: 20_000, hasOtherWriters: true })).toEqual([])
  const stored = await readStored(databaseUrl, LOBBY_ID)
  expect(stored.map(({ id, seq, body }) => ({ id, seq, body }))).toEqual(
    seen.map(({ id, seq, body }) => ({ id, seq, body })),
  )
})

function isSent(person: SimulatedPerson): boolean {
  return person.messages().every(({ state }) => state.kind === 'sent')
}

function isShown(person: SimulatedPerson, text: string): boolean {
  return person.messages().some(({ body }) => body === text)
}
