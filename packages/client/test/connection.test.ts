import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { failure } from '@parley/protocol'
import { createOnlinePerson, createPerson, serverOf, shown, startServer, startServers, until } from './stage'
import { ROOM } from './world'

test('a guest in Node keeps the session cookie for REST and for the socket', async () => {
  const { servers } = await startServers(1)
  const parley = await createPerson(servers)
  expect(await parley.restore()).toEqual({ ok: true, value: { id: 'p-ada', name: 'Ada', isGuest: true } })
  parley.connect()
  await until(() => expect(serverOf(parley)).toBe('1'))
  await parley.signOut()
  expect(parley.getState()).toMatchObject({ person: null, connection: { kind: 'off' } })
  expect(await parley.restore()).toEqual({ ok: true, value: null })
})

test('a permanently refused handshake is reported, and not tried again', async () => {
  const { servers } = await startServers(2)
  const parley = await createPerson(servers)
  for (const { behaviour } of servers) behaviour.refuseHandshake = failure('wrong-protocol')
  parley.connect()
  await until(() =>
    expect(parley.getState().connection).toMatchObject({
      kind: 'refused',
      failure: { code: 'wrong-protocol' },
    }),
  )
  expect(servers.map(({ behaviour }) => behaviour.handshakes)).toEqual([1, 0])
  for (const { behaviour } of servers) behaviour.refuseHandshake = null
  parley.connect()
  await until(() => expect(serverOf(parley)).not.toBe(null))
})

test('a temporarily refused handshake is tried at another server, not before the time it asked for', async () => {
  const { servers } = await startServers(2)
  const [first] = servers
  const parley = await createPerson(servers)
  if (first) first.behaviour.refuseHandshake = failure('database-unavailable', { retryAfterMs: 300 })
  const from = performance.now()
  parley.connect()
  await until(() => expect(serverOf(parley)).toBe('2'))
  expect(performance.now() - from).toBeGreaterThan(295)
})

test('when its server is killed it moves to another and requests its missed events once', async () => {
  const { world, servers } = await startServers(2)
  const parley = await createOnlinePerson(servers)
  expect(serverOf(parley)).toBe('1')
  world.hear('before')
  await until(() => expect(shown(parley)).toEqual([['before', 'sent']]))
  await servers[0]?.kill()
  world.hear('meanwhile', { isTold: false })
  await until(() => expect(serverOf(parley)).toBe('2'))
  await until(() => expect(shown(parley).map(([body]) => body)).toEqual(['before', 'meanwhile']))
  expect(world.askedFor('rooms:sync')).toHaveLength(1)
  expect(world.askedFor('history:page')).toHaveLength(1)
})

test('with no server left it waits, reports until when, and retryNow does not wait', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createOnlinePerson(servers, { random: () => 0.9999 })
  await servers[0]?.kill()
  const waiting = () => {
    const { connection } = parley.getState()
    if (connection.kind !== 'waiting' || connection.attempt < 4) throw new Error('not waiting long yet')
    return connection
  }
  await until(waiting)
  expect(waiting().retryAt).toBeGreaterThan(waiting().since)
  await startServer(world, '1b', servers[0]?.port)
  parley.retryNow()
  await until(() => expect(serverOf(parley)).toBe('1b'))
})

test('a draining server is left for another, after it answered pending requests', async () => {
  const { world, servers } = await startServers(2)
  const [first] = servers
  const parley = await createOnlinePerson(servers)
  if (first) first.behaviour.sends = [{ afterMs: 300 }]
  parley.send(ROOM, 'on its way')
  await until(() => expect(world.askedFor('message:send')).toHaveLength(1))
  parley.send(ROOM, 'after it')
  first?.leave(1)
  await until(() => expect(serverOf(parley)).toBe('2'))
  await until(() => expect(shown(parley).every(([, state]) => state === 'sent')).toBe(true))
  expect(
    world.askedFor('message:send').map(({ serverId, input }) => [serverId, input.body, input.again]),
  ).toEqual([
    ['1', 'on its way', false],
    ['2', 'after it', false],
  ])
  expect(first?.connected()).toBe(0)
})

test('disconnect stays away, and close ends it', async () => {
  const { servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  parley.disconnect()
  expect(parley.getState().connection).toEqual({ kind: 'off' })
  await until(() => expect(servers[0]?.connected()).toBe(0))
  parley.close()
  parley.close()
  parley.connect()
  expect(parley.getState().connection).toEqual({ kind: 'off' })
})

test('live:state is shown until it is taken back', async () => {
  const { servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  servers[0]?.io.emit('live:state', { delayed: true })
  await until(() => expect(parley.getState().liveDelayed).toBe(true))
  servers[0]?.io.emit('live:state', { delayed: false })
  await until(() => expect(parley.getState().liveDelayed).toBe(false))
})

test('events of a newer server that this protocol does not know are ignored', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  servers[0]?.io.emit('moon:phase', { full: true })
  servers[0]?.io.emit('__proto__', 1)
  servers[0]?.io.emit('room:events', { roomId: 7 })
  world.hear('still here')
  await until(() => expect(shown(parley)).toEqual([['still here', 'sent']]))
})

test('after a sleep retryNow makes a new connection, even if the old one looks open; otherwise it keeps it', async () => {
  const { servers } = await startServers(1)
  let sleptMs = 0
  const parley = await createOnlinePerson(servers, { now: () => Date.now() + sleptMs })
  parley.retryNow()
  expect(serverOf(parley)).toBe('1')
  sleptMs = 3_600_000
  parley.retryNow()
  expect(parley.getState().connection.kind).toBe('connecting')
  await until(() => expect(serverOf(parley)).toBe('1'))
  expect(servers[0]?.behaviour.handshakes).toBe(2)
})

test('reconnect makes a new connection, even if the old one looks open; a disconnected client stays so', async () => {
  const { servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  parley.reconnect()
  await until(() => expect(servers[0]?.behaviour.handshakes).toBe(2))
  await until(() => expect(serverOf(parley)).toBe('1'))
  await until(() => expect(servers[0]?.connected()).toBe(1))
  parley.disconnect()
  parley.reconnect()
  expect(parley.getState().connection).toEqual({ kind: 'off' })
})

test('retryNow does not wait for an attempt that hangs since before a sleep: it goes to another server', async () => {
  const { servers } = await startServers(1)
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const real = { id: '1', url: servers[0]?.url ?? '' }
  let sleptMs = 0
  const parley = await createPerson(servers, {
    servers: [{ id: 'silent', url: `http://127.0.0.1:${port}` }, real],
    now: () => Date.now() + sleptMs,
  })
  parley.connect()
  await once(silent, 'connection')
  parley.retryNow()
  expect(servers[0]?.behaviour.handshakes).toBe(0)
  sleptMs = 60_000
  const askedAt = performance.now()
  parley.retryNow()
  await until(() => expect(serverOf(parley)).toBe('1'))
  expect(performance.now() - askedAt).toBeLessThan(3_000) // an attempt gives up after 4 s by itself
  silent.close()
})
