import { createConnection } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { joinAsGuest } from './guest'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'

let made: Awaited<ReturnType<typeof makeDatabase>>
let server: ServerHere

beforeAll(async () => {
  made = await makeDatabase()
  server = await startServerHere('1', { DATABASE_URL: made.url, REDIS_URL: redisUrl(13) })
})
afterAll(async () => {
  await server?.close()
  await made?.drop()
})

const OFFER =
  'Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n'

/** Sends exactly this text, and resolves to everything that comes back until the end. */
function say(text: string, later = ''): Promise<string> {
  const { hostname, port } = new URL(server.url)
  return new Promise((resolve, reject) => {
    let heard = ''
    const socket = createConnection(Number(port), hostname)
    socket.on('data', (bytes) => (heard += bytes.toString()))
    socket.on('error', reject)
    socket.on('close', () => resolve(heard))
    socket.write(text)
    if (later) setImmediate(() => socket.write(later))
  })
}

test.each([
  ['/healthz', /^HTTP\/1.1 200 OK[^]*"alive":true/],
  ['/api/v1/me', /^HTTP\/1.1 401 [^]*not-signed-in/],
  ['/socket.io/?EIO=4&transport=polling', /^HTTP\/1.1 200 OK[^]*"sid":/],
  ['/nothing', /^HTTP\/1.1 404 /],
])('GET %s that offers h2c is answered as HTTP/1.1', async (path, answer) => {
  expect(await say(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${OFFER}\r\n`)).toMatch(answer)
})

test('a POST that offers h2c is answered, in whatever pieces its body comes', async () => {
  const body = '{"name":"Ada"}'
  const head = `POST /api/v1/guests HTTP/1.1\r\nHost: localhost\r\n${OFFER}Content-Type: application/json\r\n`
  const length = `Content-Length: ${body.length}\r\n\r\n`
  expect(await say(head + length + body)).toMatch(/^HTTP\/1.1 201 [^]*"name":"Ada"/)
  expect(await say(head + length, body)).toMatch(/^HTTP\/1.1 201 [^]*"name":"Ada"/)
  const chunked = `Transfer-Encoding: chunked\r\n\r\n`
  expect(await say(head + chunked, `e\r\n${body}\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1.1 201 /)
})

test('a websocket is upgraded as before', async () => {
  const ada = await joinAsGuest(server.url, 'Ada')
  expect(ada.socket.connected).toBe(true)
  ada.socket.close()
})

test.each([
  ['polling', '', /^HTTP\/1.1 403 Forbidden[^]*wrong-origin/],
  [
    'websocket',
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n',
    /^HTTP\/1.1 400 Bad Request[^]*wrong-origin/,
  ],
])('a foreign Origin is refused over HTTP (%s)', async (transport, upgrade, answer) => {
  const foreign = `Origin: https://elsewhere.example\r\n${upgrade || 'Connection: close\r\n'}`
  const path = `/socket.io/?EIO=4&transport=${transport}`
  expect(await say(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${foreign}\r\n`)).toMatch(answer)
})
