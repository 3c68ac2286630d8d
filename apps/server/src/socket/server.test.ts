import { createServer } from 'node:http'
import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { rates } from '@parley/protocol'
import { createLogger } from '@parley/service'
import { expect, onTestFinished, test } from 'vitest'
import { createSocketServer, welcomePeople } from './server'
import type { ParleyServer } from './socket-types'

const logger = createLogger('server', 'fatal')
const OWN = { origin: 'https://chat.example' }

/** The socket server alone, on HTTP. */
async function listen() {
  const http = createServer((_request, response) => response.writeHead(404).end())
  const io = createSocketServer(http, {
    adapter: undefined as never, // Socket.IO's own adapter, for one server
    allowedOrigins: [OWN.origin],
    mayConnect: ({ headers }) => headers.origin === OWN.origin,
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  onTestFinished(() => io.close())
  const { port } = http.address() as AddressInfo
  return { io, port, url: `http://127.0.0.1:${port}/socket.io/` }
}

const POLLING = '?EIO=4&transport=polling'

test('our pages may poll with their cookies; a page without Origin passes until its session is looked up', async () => {
  const { url } = await listen()
  const poll = (headers: Record<string, string>) => fetch(`${url}${POLLING}`, { headers })
  const own = await poll(OWN)
  expect(own.status).toBe(200)
  expect(own.headers.get('access-control-allow-origin')).toBe(OWN.origin)
  expect(own.headers.get('access-control-allow-credentials')).toBe('true')
  expect((await poll({})).status).toBe(200)
  const foreign = await poll({ origin: 'https://evil.example' })
  expect(foreign.status).toBe(403)
  expect(await foreign.text()).toContain('wrong-origin')
})

test('it serves no script, and compresses neither frames nor answers', async () => {
  const { io, port, url } = await listen()
  expect((await fetch(`${url}socket.io.js`)).status).not.toBe(200)

  const { sid } = JSON.parse((await (await fetch(`${url}${POLLING}`)).text()).slice(1)) as { sid: string }
  const session = `${url}${POLLING}&sid=${sid}`
  io.once('connection', (socket) => socket.emit('request:failed', 'x'.repeat(5_000) as never))
  await fetch(session, { method: 'POST', body: '40' })
  const long = await fetch(session, { headers: { 'accept-encoding': 'gzip, deflate' } })
  expect(long.headers.get('content-encoding')).toBeNull()
  await long.text()

  const client = connect(port, '127.0.0.1')
  onTestFinished(() => void client.destroy())
  client.write(
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n' +
      'Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n',
  )
  const [answer] = (await once(client, 'data')) as [Buffer]
  expect(answer.toString()).toMatch(/^HTTP\/1.1 101 /)
  expect(answer.toString()).not.toContain('permessage-deflate')
})

/** A user whose handshake was just accepted. */
function welcome({ revoked = 0, isLive = true } = {}) {
  const told: unknown[] = []
  const checked: unknown[] = []
  const socket = {
    id: 'a socket',
    data: {
      user: { id: 'ada', name: 'Ada', isGuest: true, sessionId: 's', sessionToken: 'token' },
      revocationsBefore: 0,
    },
    emit: (...event: unknown[]) => told.push(event),
    onAny: (listener: (...said: unknown[]) => void) => (socket.say = listener),
    say: undefined as unknown as (...said: unknown[]) => void,
  }
  const io = {
    use: () => {},
    on: (name: string, connected: (arrived: typeof socket) => void) =>
      name === 'connection' && connected(socket),
  } as unknown as ParleyServer
  const nothing = { add: () => {}, observe: () => {} }
  welcomePeople(io, {
    serverId: '3',
    revocations: { count: () => revoked },
    recheck: { check: async (sockets: unknown[]) => void checked.push(...sockets) },
    isLive: () => isLive,
    metrics: { received: nothing, requests: nothing, requestSeconds: nothing },
    nowMs: () => 0,
    logger,
  } as unknown as Parameters<typeof welcomePeople>[1])
  return { socket, told, checked }
}

test('the welcome names the user and the server, but not the session', () => {
  const { told, checked } = welcome()
  const person = { id: 'ada', name: 'Ada', isGuest: true }
  expect(told).toMatchObject([['server:welcome', { serverId: '3', person }]])
  expect(JSON.stringify(told)).not.toContain('token')
  expect(checked).toEqual([])
})

test('the welcome tells that Redis is down', () => {
  expect(welcome({ isLive: false }).told[1]).toEqual(['live:state', { delayed: true }])
})

test('4.5: a user who connected during a revocation is checked again', () => {
  const { socket, checked } = welcome({ revoked: 1 })
  expect(checked).toEqual([socket])
})

test('requests are counted per user', async () => {
  const { socket } = welcome()
  const ask = () => new Promise<unknown>((resolve) => socket.say('rooms:burn', resolve))
  for (let n = 0; n < rates.request.burst; n++)
    expect(await ask()).toMatchObject({ failure: { code: 'unknown-event' } })
  expect(await ask()).toMatchObject({ failure: { code: 'too-fast' } })
})
