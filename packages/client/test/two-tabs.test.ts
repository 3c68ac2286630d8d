import { expect, test } from 'vitest'
import { failure } from '@parley/protocol'
import type { OutboxStore, Parley, ParleyOptions } from '../src/index'
import type { FakeServer } from './fake-server'
import { createOnlinePerson, createPerson, shown, startServers, until } from './stage'
import { createBrowserProfile } from './tabs'
import { ROOM, type World } from './world'

const ids = (world: World) => world.askedFor('message:send').map(({ input }) => input.id)

/** A tab whose connection opens later: it writes while it cannot send. */
async function openTab(servers: readonly FakeServer[], outboxStore: OutboxStore): Promise<Parley> {
  const parley = await createPerson(servers, { outboxStore } satisfies Partial<ParleyOptions>)
  parley.openRoom(ROOM)
  return parley
}

test('P2: messages left by a closed page are sent by the next one, once, in the order of writing, as maybe appended', async () => {
  const { world, servers } = await startServers(1)
  const profile = createBrowserProfile()
  const bodies = Array.from({ length: 20 }, (_, i) => `m${i}`)
  const yesterday = await openTab(servers, profile.openTab())
  for (const body of bodies) yesterday.send(ROOM, body)
  const store = profile.openTab()
  await until(async () => expect(await store.load('p-ada')).toHaveLength(20))
  yesterday.close()

  const today = await openTab(servers, profile.openTab())
  expect(shown(today)).toEqual(bodies.map((body) => [body, 'queued']))
  expect(today.getState().keepsUnsent).toBe(true)
  today.connect()
  await until(() => expect(shown(today)).toEqual(bodies.map((body) => [body, 'sent'])))
  expect(world.bodies()).toEqual(bodies)
  expect(world.askedFor('message:send').every(({ input }) => input.again)).toBe(true)
  await until(async () => expect(await store.load('p-ada')).toEqual([]))
})

test('P4: two tabs: both show the waiting messages, one sends, in the order of writing over both', async () => {
  const { world, servers } = await startServers(1)
  const profile = createBrowserProfile()
  const one = await openTab(servers, profile.openTab())
  const other = await openTab(servers, profile.openTab())
  one.send(ROOM, 'a')
  await until(() => expect(shown(other)).toEqual([['a', 'queued']]))
  other.send(ROOM, 'b')
  await until(() => expect(shown(one).map(([body]) => body)).toEqual(['a', 'b']))
  one.send(ROOM, 'c')
  await until(() => expect(shown(other).map(([body]) => body)).toEqual(['a', 'b', 'c']))
  other.connect()
  one.connect()
  for (const tab of [one, other]) {
    await until(() => expect(shown(tab)).toEqual([['a', 'sent'], ['b', 'sent'], ['c', 'sent']])) // prettier-ignore
  }
  expect(world.bodies()).toEqual(['a', 'b', 'c'])
  expect(new Set(ids(world)).size).toBe(ids(world).length)
})

test('a tab without a connection does not delay the others, which send its messages', async () => {
  const { world, servers } = await startServers(1)
  const profile = createBrowserProfile()
  const cut = await createOnlinePerson(servers, { outboxStore: profile.openTab() })
  cut.disconnect()
  const online = await createOnlinePerson(servers, { outboxStore: profile.openTab() })
  cut.send(ROOM, 'written without a connection')
  const pictures = new Set<string>()
  cut.subscribe(() => pictures.add(JSON.stringify(shown(cut))))
  await until(() => expect(world.bodies()).toEqual(['written without a connection']))
  // Known there too as sent, and never gone in between.
  await until(() => expect(shown(cut)).toEqual([['written without a connection', 'sent']]))
  expect(pictures.has('[]')).toBe(false)
  online.send(ROOM, 'and another')
  await until(() => expect(world.bodies()).toEqual(['written without a connection', 'and another']))
  expect(ids(world)).toHaveLength(2)
})

test('the sending tab closes in the middle: another takes over, with the same id, as maybe appended', async () => {
  const { world, servers } = await startServers(2)
  const profile = createBrowserProfile()
  const first = await createOnlinePerson(servers, { outboxStore: profile.openTab() })
  const second = await createOnlinePerson([...servers].reverse(), { outboxStore: profile.openTab() })
  for (const server of servers) server.behaviour.sends = ['swallow']
  first.send(ROOM, 'in the middle')
  await until(() => expect(world.bodies()).toEqual(['in the middle']))
  first.send(ROOM, 'after it')
  await until(() => expect(shown(second).map(([body]) => body)).toContain('after it'))
  for (const server of servers) server.behaviour.sends = []
  first.close()
  await until(() => expect(shown(second)).toEqual([['in the middle', 'sent'], ['after it', 'sent']])) // prettier-ignore
  expect(world.bodies()).toEqual(['in the middle', 'after it'])
  expect(world.askedFor('message:send').map(({ input }) => [input.body, input.again])).toEqual([
    ['in the middle', false],
    ['in the middle', true],
    ['after it', true],
  ])
})

test('a permanent refusal in one tab shows in the other, and Retry or Delete there counts for both', async () => {
  const { world, servers } = await startServers(1)
  const profile = createBrowserProfile()
  const one = await createOnlinePerson(servers, { outboxStore: profile.openTab() })
  const other = await createOnlinePerson(servers, { outboxStore: profile.openTab() })
  const refuse = { refuse: failure('not-a-member') }
  if (servers[0]) servers[0].behaviour.sends = [refuse, refuse]
  const a = one.send(ROOM, 'a')
  const b = one.send(ROOM, 'b')
  await until(() => expect(shown(other)).toEqual([['a', 'failed'], ['b', 'failed']])) // prettier-ignore
  other.retry(ROOM, a.ok ? a.value.id : '')
  await until(() => expect(world.bodies()).toEqual(['a']))
  other.discard(ROOM, b.ok ? b.value.id : '')
  await until(() => expect(shown(one)).toEqual([['a', 'sent']]))
})

test('signing out clears this person’s outbox in the store and in every tab', async () => {
  const { servers } = await startServers(1)
  const profile = createBrowserProfile()
  const one = await openTab(servers, profile.openTab())
  const other = await openTab(servers, profile.openTab())
  one.send(ROOM, 'never mind')
  await until(() => expect(shown(other)).toHaveLength(1))
  await one.signOut()
  expect(await profile.openTab().load('p-ada')).toEqual([])
  await until(() => expect(shown(other)).toEqual([]))
})

test('a single tab sends a new message as certainly not appended before', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createOnlinePerson(servers, { outboxStore: createBrowserProfile().openTab() })
  for (const body of ['a', 'b', 'c']) parley.send(ROOM, body)
  await until(() => expect(world.bodies()).toEqual(['a', 'b', 'c']))
  expect(world.askedFor('message:send').map(({ input }) => input.again)).toEqual([false, false, false])
})
