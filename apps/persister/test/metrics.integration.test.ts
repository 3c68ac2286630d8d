// A persister as it runs in earnest, on a log of its own: nothing that other tests say is counted.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { migrate } from '@parley/database'
import { findFreePort, makeTestDirectory, startRedis } from '@parley/engines'
import { createTestDatabase } from '@parley/engines/testing'
import { openEventLog } from '@parley/event-log'
import { encodeRoomEvent } from '@parley/protocol'
import { expect, onTestFinished, test } from 'vitest'
import { createReadLag } from '../src/watch-path'

async function startPersister() {
  const directory = await makeTestDirectory()
  const redis = await startRedis({ dataDir: directory.path, appendfsync: 'always' })
  const database = await createTestDatabase()
  await migrate({ url: database.url })
  const port = await findFreePort()
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: join(import.meta.dirname, '..'),
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      PARLEY_LOG: 'redis',
      PORT: String(port),
      LOG_LEVEL: 'fatal',
    },
    stdio: 'inherit',
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const eventLog = await openEventLog({
    kind: 'redis',
    kafkaBrokers: [],
    redisUrl: redis.url,
    partitions: 12,
  })
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await ended
    await eventLog.close()
    await database.drop()
    await redis.stop()
    await directory.delete()
  })

  async function lines(): Promise<string[]> {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => null)
    return response?.ok ? (await response.text()).split('\n') : []
  }
  return { eventLog, lines }
}

test('what a persister stores, what it has already, what can never be stored and how far it is behind are counted', async () => {
  const { eventLog, lines } = await startPersister()
  const roomId = newId()
  const events = ['one', 'two'].map((body) => {
    return { kind: 'message' as const, id: newId(), roomId, authorId: 'ada', authorName: 'Ada', body, at: 1 }
  })
  const records = events.map((event) => ({ key: roomId, value: encodeRoomEvent(event) }))
  const shown = async (...wanted: string[]) => {
    for (let told: string[] = []; ; await delay(100)) {
      told = await lines()
      if (wanted.every((line) => told.includes(line))) return
    }
  }
  await eventLog.append(records)
  await shown(
    'parley_persister_events_stored_total 2',
    'parley_persister_events_delivered_total 2',
    'parley_persister_heads_seeded_total 1',
    'parley_persister_events_known_total 0',
    'parley_persister_records_consumed_total 2',
  )
  await eventLog.append([
    ...records,
    { key: roomId, value: '{' },
    { key: 'elsewhere', value: records[0]!.value },
  ])
  // Each record that is done with is stored, known or dead: 6 = 2 + 2 + 2.
  await shown(
    'parley_persister_records_consumed_total 6',
    'parley_persister_events_stored_total 2',
    'parley_persister_events_known_total 2',
    'parley_persister_dead_letters_total{reason="not JSON"} 1',
    'parley_persister_dead_letters_total{reason="the key is not the room"} 1',
    'parley_persister_seq_conflicts_total 0',
    ...Array.from(
      { length: 12 },
      (_, partition) => `parley_persister_lag_records{partition="${partition}"} 0`,
    ),
  )
})

test('the lag of a partition is what the log has and PostgreSQL has not, and a log that hangs is not waited for', async () => {
  let end = () => Promise.resolve(7)
  const readLag = createReadLag({
    eventLog: { end: () => end() },
    assigned: () => [1, 2],
    positions: new Map([[1, 4]]),
  })
  expect(await readLag()).toEqual([{ labels: { partition: '1' }, value: 3 }])
  end = () => new Promise(() => {})
  await expect(readLag()).rejects.toThrow()
})

function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}
