// A client behind a proxy that answers one transport with silence: the other one is tried, and remembered.
import { afterEach, expect, test } from 'vitest'
import { createPerson, serverOf, shown, startServers, until } from './stage'
import { startSilentProxy, type Harm, type SilentProxy } from './silent-proxy'
import { ROOM } from './world'

const proxies: SilentProxy[] = []
afterEach(() => {
  for (const proxy of proxies.splice(0)) proxy.close()
})

async function personBehind(...harms: Harm[]) {
  const { world, servers } = await startServers(harms.length)
  const behind: SilentProxy[] = []
  for (const [nth, harm] of harms.entries())
    behind.push(await startSilentProxy(servers[nth]?.port ?? 0, harm))
  proxies.push(...behind)
  const addresses = behind.map(({ url }, nth) => ({ id: String(nth + 1), url }))
  const parley = await createPerson(servers, { servers: addresses })
  parley.connect()
  parley.openRoom(ROOM)
  return { world, servers, proxies: behind, parley }
}

type Person = Awaited<ReturnType<typeof personBehind>>

async function talks({ world, parley }: Person, said: string, heard: string) {
  await until(() => expect(serverOf(parley)).not.toBe(null))
  parley.send(ROOM, said)
  await until(() => expect(shown(parley)).toContainEqual([said, 'sent']))
  world.hear(heard)
  await until(() => expect(shown(parley)).toContainEqual([heard, 'sent']))
}

test.each(['swallows-upgrades', 'hollow-upgrades', 'deaf-upgrades'] as const)(
  'behind a proxy that %s a client gets online by polling, and comes back by polling at once',
  async (harm) => {
    const person = await personBehind(harm)
    const [proxy] = person.proxies
    await talks(person, 'by polling', 'heard')
    await until(() => expect(proxy?.probes()).toBe(1))
    await talks(person, 'a probe without an answer harms nothing', 'heard too')
    expect(proxy?.handshakes).toEqual(['websocket', 'polling'])
    person.parley.reconnect()
    await talks(person, 'back', 'heard again')
    expect(proxy?.handshakes).toEqual(['websocket', 'polling', 'polling'])
  },
)

test('a refusal of the upgrade leads to polling at once', async () => {
  const person = await personBehind('refuses-upgrades')
  await talks(person, 'by polling', 'heard')
  expect(person.proxies[0]?.handshakes).toEqual(['websocket', 'polling'])
})

test('where polling has become silent, websockets are tried again', async () => {
  const person = await personBehind('swallows-upgrades')
  const [proxy] = person.proxies
  await talks(person, 'by polling', 'heard')
  proxy?.become('swallows-polling')
  person.parley.reconnect()
  await talks(person, 'by websocket', 'heard again')
  expect(proxy?.handshakes).toEqual(['websocket', 'polling', 'polling', 'websocket'])
})

test('a server that is silent both ways proves nothing about websockets: the next one is tried by websocket first', async () => {
  const person = await personBehind('swallows-all', 'refuses-upgrades')
  await talks(person, 'by polling', 'heard')
  expect(person.proxies.map(({ handshakes }) => handshakes)).toEqual([
    ['websocket', 'polling'],
    ['websocket', 'polling'],
  ])
})
