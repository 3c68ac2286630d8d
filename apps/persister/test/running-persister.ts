// A whole persister on a log of its own, so that events of other tests are not counted. It runs in the test process, so
// that tests can take a rule out of it (tools/path-model).
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { migrate } from '@parley/database'
import { findFreePort, makeTestDirectory, startRedis } from '@parley/engines'
import { createTestDatabase } from '@parley/engines/testing'
import { openEventLog } from '@parley/event-log'
import { createLogger } from '@parley/service'
import { onTestFinished } from 'vitest'
import { readPersisterConfig } from '../src/config'
import { startPersister } from '../src/persister'

export async function startPersisterHere() {
  const directory = await makeTestDirectory()
  const redis = await startRedis({ dataDir: directory.path, appendfsync: 'always' })
  const database = await createTestDatabase()
  await migrate({ url: database.url })
  const port = await findFreePort()
  const environment = {
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    PARLEY_LOG: 'redis',
    PORT: String(port),
  }
  const start = (settings: Record<string, string> = {}) =>
    startPersister(readPersisterConfig({ ...environment, ...settings }), createLogger('persister', 'fatal'))
  let running = await start()
  const eventLog = await openEventLog({
    kind: 'redis',
    kafkaBrokers: [],
    redisUrl: redis.url,
    partitions: 12,
  })
  onTestFinished(async () => {
    await running.close()
    await eventLog.close()
    await database.drop()
    await redis.stop()
    await directory.delete()
  })

  async function lines(): Promise<string[]> {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => null)
    return response?.ok ? (await response.text()).split('\n') : []
  }

  return {
    eventLog,
    redisUrl: redis.url,
    /** Resolves when its metrics contain all of these. */
    async shown(...wanted: string[]) {
      for (let told: string[] = []; ; await delay(100)) {
        told = await lines()
        if (wanted.every((line) => told.includes(line))) return
      }
    },
    redis,
    /** Resolves when /readyz answers with this status. */
    async isReadyAs(status: number) {
      const answer = () => fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null)
      while ((await answer())?.status !== status) await delay(50)
    },
    stop: () => running.close(),
    async restart(settings?: Record<string, string>) {
      running = await start(settings)
    },
  }
}

export function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}
