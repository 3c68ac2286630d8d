import { afterEach, expect, vi } from 'vitest'
import { createParley, type Parley, type ParleyOptions } from '../src/index'
import { startFakeServer, type FakeServer } from './fake-server'
import { createWorld, ROOM } from './world'

const toClose: (() => unknown)[] = []

afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close()
})

/** Fake servers in one world. Ended after the test. */
export async function startServers(count: number) {
  const world = createWorld()
  const servers: FakeServer[] = []
  for (let id = 1; id <= count; id++) servers.push(await startServer(world, String(id)))
  return { world, servers }
}

export async function startServer(world: ReturnType<typeof createWorld>, id: string, port?: number) {
  const server = await startFakeServer(world, id, port)
  toClose.push(() => server.kill())
  return server
}

/** Not signed in. `random: () => 0` keeps the order of servers and removes waits. Ended after the test. */
export function createPage(servers: readonly FakeServer[], options: Partial<ParleyOptions> = {}): Parley {
  const parley = createParley({
    apiUrl: servers[0]?.url ?? '',
    servers: servers.map(({ id, url }) => ({ id, url })),
    random: () => 0,
    ...options,
  })
  toClose.push(parley.close)
  return parley
}

/** A signed-in Parley that is not connected yet. */
export async function createPerson(
  servers: readonly FakeServer[],
  options: Partial<ParleyOptions> = {},
): Promise<Parley> {
  const parley = createPage(servers, options)
  expect(await parley.joinAsGuest('Ada')).toMatchObject({ ok: true })
  return parley
}

export async function createOnlinePerson(
  servers: readonly FakeServer[],
  options: Partial<ParleyOptions> = {},
): Promise<Parley> {
  const parley = await createPerson(servers, options)
  parley.connect()
  parley.openRoom(ROOM)
  await until(() => expect(parley.getState().timelines[ROOM]?.status).toBe('ready'))
  return parley
}

/** Waits for a condition, never for a duration. */
export function until(condition: () => unknown): Promise<unknown> {
  return vi.waitFor(condition, { timeout: 20_000, interval: 10 })
}

export function serverOf(parley: Parley): string | null {
  const { connection } = parley.getState()
  return connection.kind === 'online' ? connection.serverId : null
}

export function shown(parley: Parley, roomId = ROOM): [body: string, state: string][] {
  return (parley.getState().timelines[roomId]?.messages ?? []).map(({ body, state }) => [body, state.kind])
}
