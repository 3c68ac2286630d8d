// Clients behind a proxy that swallows websockets, in front of HAProxy and two servers: polling there needs the
// balancer's cookie.
import { makeTestDirectory, type TestDirectory } from '@parley/engines'
import { until } from '@parley/testkit/until'
import { joinLobby, type SimulatedPerson } from '@parley/testkit/clients'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLinks, type Links } from '../faults/links'
import type { FaultLink } from '../faults/fault-link'
import { newPort } from '@parley/testkit/cluster'
import { startStack, type ChaosStack } from './stack'

const LIMIT_MS = 30_000
let directory: TestDirectory
let stack: ChaosStack
let links: Links
let proxy: FaultLink
let url: string
let people: SimulatedPerson[] = []

beforeAll(async () => {
  directory = await makeTestDirectory()
  stack = await startStack({ dataDir: directory.path, servers: 2, persisters: 1, say: () => undefined })
  links = await startLinks()
  const port = await newPort()
  proxy = await links.open('people > haproxy', port, Number(new URL(stack.url).port))
  url = `http://localhost:${port}`
  await proxy.swallowUpgrades()
}, 240_000)
afterAll(async () => {
  for (const { parley } of people) parley.close()
  await links?.close()
  await stack?.stop()
  await directory?.delete()
})

const serversOf = () => people.map(({ serverId }) => serverId())

const allSee = (body: string) =>
  until(`everybody sees "${body}" sent`, LIMIT_MS, () =>
    people.every(({ messages }) =>
      messages().some((message) => message.body === body && message.state.kind === 'sent'),
    ),
  )

test('P6: behind a proxy that swallows upgrades clients come online, stay on one server each, and are in sync even after a reset', async () => {
  const names = ['Ada', 'Ben', 'Cy', 'Di', 'Ed', 'Flo']
  people = await Promise.all(names.map((name) => joinLobby(name, [{ url }])))
  await until('everybody online', LIMIT_MS, () => serversOf().every((id) => id !== null))
  expect(new Set(serversOf())).toEqual(new Set(['1', '2']))
  const before = people.map(({ parley }) => parley.getState().connection)
  for (const [nth, person] of people.entries()) person.say(`first of ${names[nth]}`)
  for (const name of names) await allSee(`first of ${name}`)
  expect(people.map(({ parley }) => parley.getState().connection)).toEqual(before)

  await proxy.cut()
  await until('everybody thrown off', LIMIT_MS, () => serversOf().every((id) => id === null))
  people[0]?.say('said while cut off')
  await proxy.swallowUpgrades()
  await allSee('said while cut off')
}, 150_000)
