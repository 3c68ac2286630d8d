// Services of two versions side by side. The next version is this one with record version 2.
import type { TimelineMessage } from '@parley/client'
import { makeTestDirectory, type TestDirectory } from '@parley/engines'
import { until } from '@parley/testkit/until'
import { joinLobby, type SimulatedPerson } from '@parley/testkit/clients'
import { withPostgres } from '@parley/testkit/postgres'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Service } from '@parley/testkit/cluster'
import { startStack, type ChaosStack } from './stack'

type App = 'server' | 'persister'
type Build = 'this' | 'next'

const LIMIT_MS = 60_000
let directory: TestDirectory
let stack: ChaosStack
let server: Service
let persister: Service
let people: SimulatedPerson[] = []

beforeAll(async () => {
  directory = await makeTestDirectory()
  stack = await startStack({ dataDir: directory.path, servers: 1, persisters: 1, say: () => undefined })
  server = stack.servers[0]!
  persister = stack.persisters[0]!
  for (const app of ['server', 'persister'] as const) makeNextBuild(app)
  people = await Promise.all(['Ada', 'Ben'].map((name) => joinLobby(name, [{ url: server.address }])))
}, 240_000)
afterAll(async () => {
  for (const { parley } of people) parley.close()
  await stack?.stop()
  await directory?.delete()
})

const bundle = (app: App, name: string) => join(directory.path, 'house', 'apps', app, 'dist', name)

function makeNextBuild(app: App) {
  const text = readFileSync(bundle(app, 'main.js'), 'utf8')
  const [before, after, ...more] = text.split('var RECORD_VERSION = 1;')
  if (after === undefined || more.length > 0)
    throw new Error(`${app}: the version of records stands elsewhere`)
  writeFileSync(bundle(app, 'this.js'), text)
  writeFileSync(bundle(app, 'next.js'), `${before}var RECORD_VERSION = 2;${after}`)
}

/** Restarts a service with that build. */
async function run(app: App, build: Build) {
  const service = app === 'server' ? server : persister
  await service.terminate()
  copyFileSync(bundle(app, `${build}.js`), bundle(app, 'main.js'))
  await service.restart()
}

/** Ada sends it, and both clients see it sent. */
async function say(body: string) {
  const [ada] = people
  ada!.say(body)
  await until(`"${body}" is sent and seen by both`, LIMIT_MS, () =>
    people.every(({ messages }) => messages().some((message) => message.body === body && !isUnsent(message))),
  )
}

const isUnsent = ({ state }: TimelineMessage) => state.kind !== 'sent'

async function count(table: string): Promise<number> {
  const { rows } = await withPostgres(stack.databaseUrl, (client) =>
    client.query<{ count: string }>(`select count(*) as count from ${table}`),
  )
  return Number(rows[0]?.count)
}

const stored = (messages: number) =>
  until(`${messages} messages are stored`, LIMIT_MS, async () => (await count('messages')) === messages)

const waits = () =>
  until('a partition waits', LIMIT_MS, async () => {
    const metrics = await (await fetch(`${persister.address}/metrics`)).text()
    return metrics.includes('\nparley_persister_partitions_waiting 1\n')
  })

test('P12: server and persister are upgraded in both orders and downgraded; nothing becomes a dead letter, and everything is stored in order', async () => {
  await say('both are of this version')
  await stored(1)

  await run('server', 'next')
  await say('the server is newer')
  await waits()
  await run('persister', 'next')
  await stored(2)

  await run('persister', 'this')
  await say('the persister was taken back too early')
  await waits()
  expect(await count('messages')).toBe(2)
  await run('persister', 'next')
  await stored(3)

  await run('server', 'this')
  await say('the persister is newer')
  await stored(4)
  await run('persister', 'this')
  await say('both were taken back')
  await stored(5)

  expect(await count('dead_letters')).toBe(0)
  for (const { messages } of people)
    expect(messages().map(({ body }) => body)).toEqual([
      'both are of this version',
      'the server is newer',
      'the persister was taken back too early',
      'the persister is newer',
      'both were taken back',
    ])
}, 300_000)
