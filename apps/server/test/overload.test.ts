import { setTimeout as delay } from 'node:timers/promises'
import { createParley } from '@parley/client'
import type { Failure, Room } from '@parley/protocol'
import { until } from '@parley/testkit/until'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectGuest, joinAsGuest, newId } from './guest'
import { makeDatabase, redisUrl, startServer, type RunningServer } from './running-server'

let database: Awaited<ReturnType<typeof makeDatabase>>
let server: RunningServer

beforeAll(async () => {
  database = await makeDatabase()
  server = await startServer('1', { DATABASE_URL: database.url, REDIS_URL: redisUrl(6) })
})
afterAll(async () => {
  await server?.stop()
  await database?.drop()
})

test('a server whose event loop was blocked serves its clients and refuses new ones for a while; the SDK waits as long as it is told', async () => {
  const ada = await joinAsGuest(server.url, 'Ada')
  const made = await ada.post('/rooms', { name: `calm ${newId()}` })
  const { id: roomId } = (await made.json()) as Room
  const ben = createParley({ apiUrl: server.url, servers: [{ id: '1', url: server.url }] })
  await ben.joinAsGuest('Ben')

  process.kill(server.pid, 'SIGSTOP')
  await delay(4_000)
  process.kill(server.pid, 'SIGCONT')

  await until('it says so', 2_000, async () => (await server.readyz()).overloaded === true)
  expect(await server.readyz()).toMatchObject({ status: 503, ready: false })
  expect(await server.metric('parley_overloaded')).toBe(1)
  const refused = await connectGuest(server.url, ada.cookie).then(
    () => null,
    (error: Error & { data: Failure }) => error.data,
  )
  expect(refused).toMatchObject({ code: 'too-busy', retryable: true, retryAfterMs: 2_000 })
  ben.connect()
  await until('the SDK was refused', 2_000, () => ben.getState().connection.kind === 'waiting')
  const waiting = ben.getState().connection
  expect(waiting.kind === 'waiting' && waiting.retryAt - Date.now()).toBeGreaterThan(1_500)
  const answer = await ada.ask('message:send', { roomId, id: newId(), body: 'still here' })
  expect(answer).toMatchObject({ ok: true })

  await until('it is over', 15_000, async () => (await server.readyz()).status === 200)
  await until('Ben is in', 15_000, () => ben.getState().connection.kind === 'online')
  expect(await server.metric('parley_overloaded')).toBe(0)
  expect(await server.metric('parley_handshakes_total', { code: 'too-busy' })).toBeGreaterThan(1)
  expect(ada.socket.connected).toBe(true)
  ben.close()
  ada.socket.close()
})
