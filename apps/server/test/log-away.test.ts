import { makeTestDirectory, startKafka, type RunningEngine, type TestDirectory } from '@parley/engines'
import { until } from '@parley/testkit/until'
import type { Room } from '@parley/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { joinAsGuest, newId } from './guest'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'

/** The longest time that a send is held, with a margin for a busy machine. */
const KNOWN_AWAY_MS = 30_000
const BACK_MS = 20_000

let directory: TestDirectory
let kafka: RunningEngine
let database: Awaited<ReturnType<typeof makeDatabase>>
let server: ServerHere

beforeAll(async () => {
  directory = await makeTestDirectory()
  kafka = await startKafka({ dataDir: directory.path })
  database = await makeDatabase()
  server = await startServerHere('1', {
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl(7),
    KAFKA_BROKERS: kafka.url,
  })
}, 120_000)
afterAll(async () => {
  await server?.close()
  await database?.drop()
  await kafka?.stop()
  await directory?.delete()
})

test('1.11: while the log is known to be down nothing is appended; clients are told when messages are accepted again', async () => {
  const ada = await joinAsGuest(server.url, 'Ada')
  const resumed: unknown[] = []
  ada.socket.on('sends:resumed', (payload) => resumed.push(payload))
  const room = (await (await ada.post('/rooms', { name: 'Away' })).json()) as Room
  const said = (body: string) => ({ roomId: room.id, id: newId(), body })
  expect(await ada.ask('message:send', said('before'))).toMatchObject({ ok: true })

  await kafka.kill('SIGSTOP')
  const held = said('held until it is known')
  expect(await ada.ask('message:send', held)).toMatchObject({ failure: { code: 'maybe-appended' } })
  await until('the log is known to be away', KNOWN_AWAY_MS, async () => {
    const readiness = await fetch(`${server.url}/readyz`)
    return !((await readiness.json()) as { log: boolean }).log
  })
  const tried = await server.metric('parley_log_append_failed_total')
  const refused = said('refused at once')
  expect(await ada.ask('message:send', refused)).toMatchObject({ failure: { code: 'not-appended' } })
  expect(await server.metric('parley_log_append_failed_total')).toBe(tried)
  expect(resumed).toEqual([])

  await kafka.kill('SIGCONT')
  await until('messages are taken again', BACK_MS, () => resumed.length > 0)
  expect(resumed).toEqual([{ withinMs: expect.any(Number) as number }])
  for (const message of [held, refused])
    expect(await ada.ask('message:send', { ...message, again: true })).toMatchObject({ ok: true })
  ada.socket.close()
})
