import { createConnection } from 'node:net'
import type { Room } from '@parley/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { joinAsGuest, newId, type Guest } from './guest'
import { makeDatabase, redisUrl, startServer, type RunningServer } from './running-server'
import { until } from '@parley/testkit/until'

let server: RunningServer
let database: Awaited<ReturnType<typeof makeDatabase>>

beforeAll(async () => {
  database = await makeDatabase()
  server = await startServer('1', { DATABASE_URL: database.url, REDIS_URL: redisUrl(2) })
})
afterAll(async () => {
  await server?.stop()
  await database?.drop()
})

async function makeRoom(guest: Guest): Promise<string> {
  const response = await guest.post('/rooms', { name: `room ${newId()}` })
  return ((await response.json()) as Room).id
}

test('P8: every message is counted once: begun = acknowledged + refused + in flight, and acknowledged ones were appended', async () => {
  const ada = await joinAsGuest(server.url, 'Ada')
  const roomId = await makeRoom(ada)
  const before = {
    begun: await server.metric('parley_publish_total'),
    appended: await server.metric('parley_log_appended_total'),
    ok: await server.metric('parley_publish_answered_total', { code: 'ok' }),
    requests: await server.metric('parley_requests_total'),
  }
  const inputs = [
    ...Array.from({ length: 30 }, (_, i) => ({ roomId, id: newId(), body: `message ${i}` })),
    { roomId, id: newId(), body: '' },
    { roomId: newId(), id: newId(), body: 'into a room that is not there' },
  ]
  const answers = await Promise.all(inputs.map((input) => ada.ask('message:send', input)))
  const acknowledged = answers.filter(({ ok }) => ok).length
  expect(acknowledged).toBe(30)

  expect((await server.metric('parley_publish_total')) - before.begun).toBe(30)
  expect((await server.metric('parley_log_appended_total')) - before.appended).toBe(30)
  expect((await server.metric('parley_publish_answered_total', { code: 'ok' })) - before.ok).toBe(30)
  expect(await server.metric('parley_publish_in_flight')).toBe(0)
  expect((await server.metric('parley_requests_total')) - before.requests).toBe(inputs.length)
  const refused = { event: 'message:send', code: 'message-empty' }
  expect(await server.metric('parley_requests_total', refused)).toBe(1)
  expect(await server.metric('parley_requests_total', { code: 'not-a-member' })).toBe(1)
  for (const step of ['append', 'sequence', 'whole'])
    expect(await server.metric('parley_publish_seconds_count', { step })).toBeGreaterThan(0)
  ada.socket.close()
})

test('P8: a repeated message is counted by its lookup, and every request when it comes and when it is answered', async () => {
  const eve = await joinAsGuest(server.url, 'Eve')
  const roomId = await makeRoom(eve)
  const said = { roomId, id: newId(), body: 'said' }
  const received = () => server.metric('parley_requests_received_total', { event: 'message:send' })
  const before = await received()
  await eve.ask('message:send', said)
  await eve.ask('message:send', { ...said, again: true })
  await eve.ask('message:send', { roomId, id: newId(), body: 'never came', again: true })
  await eve.ask('message:send', { roomId, id: newId(), body: '' })
  expect(await server.metric('parley_sends_again_total', { code: 'ok' })).toBe(1)
  expect(await server.metric('parley_sends_again_total', { code: 'unsaid' })).toBe(1)
  expect((await received()) - before).toBe(4)
  expect(await received()).toBe(await server.metric('parley_requests_total', { event: 'message:send' }))
  eve.socket.close()
})

test('connections, requests and sync answers are counted', async () => {
  const ben = await joinAsGuest(server.url, 'Ben')
  await until('a socket', 5_000, async () => (await server.metric('parley_sockets')) === 1)
  const roomId = await makeRoom(ben)
  const sent = await ben.ask<{ seq: number; epoch: number }>('message:send', {
    roomId,
    id: newId(),
    body: 'hello',
  })
  if (!sent.ok) throw new Error(sent.failure.code)
  const { seq, epoch } = sent.value
  await ben.ask('rooms:sync', {
    rooms: [
      { roomId, epoch, seq },
      { roomId, epoch: 1, seq: 1 },
    ],
  })
  await ben.ask('no:such', {})
  expect(await server.metric('parley_sync_answers_total', { kind: 'events' })).toBe(1)
  expect(await server.metric('parley_sync_answers_total', { kind: 'reload' })).toBe(1)
  expect(await server.metric('parley_requests_total', { event: 'rooms:sync', code: 'ok' })).toBe(1)
  expect(await server.metric('parley_requests_total', { event: 'unknown', code: 'unknown-event' })).toBe(1)
  expect(await server.metric('parley_rest_answers_total', { status: '201' })).toBeGreaterThan(0)
  expect(await server.metric('parley_handshakes_total', { code: 'ok' })).toBeGreaterThan(0)
  expect(await server.metric('process_resident_memory_bytes')).toBeGreaterThan(0)
  ben.socket.close()
  await until('no socket', 5_000, async () => (await server.metric('parley_sockets')) === 0)
})

// A proxy that lets /api/ through must not let these paths through as well.
test.each(['/api/../metrics', '/api/%2e%2e/metrics', '//metrics', '/metrics/', '/metrics?a'])(
  'metrics are not found at %s',
  async (path) => expect(await rawGet(server.url, path)).not.toContain('parley_sockets'),
)

/** The path as written: `fetch` would normalize it. */
function rawGet(url: string, path: string): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = createConnection(Number(port), hostname)
    socket.on('data', (bytes) => (text += bytes.toString()))
    socket.on('error', reject)
    socket.on('close', () => resolve(text))
    socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`)
  })
}
