// A persister as it runs in earnest, on a log of its own: nothing that other tests say is counted.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { migrate } from '@parley/database'
import { findFreePort, makeTestDirectory, startRedis } from '@parley/engines'
import { createTestDatabase } from '@parley/engines/testing'
import { openEventLog } from '@parley/event-log'
import { onTestFinished } from 'vitest'

export async function startPersister() {
  const directory = await makeTestDirectory()
  const redis = await startRedis({ dataDir: directory.path, appendfsync: 'always' })
  const database = await createTestDatabase()
  await migrate({ url: database.url })
  const port = await findFreePort()
  const start = () => {
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
    return { child, ended: new Promise<void>((resolve) => child.once('exit', () => resolve())) }
  }
  let running = start()
  const eventLog = await openEventLog({
    kind: 'redis',
    kafkaBrokers: [],
    redisUrl: redis.url,
    partitions: 12,
  })
  onTestFinished(async () => {
    running.child.kill('SIGTERM')
    await running.ended
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
    /** Resolves when its metrics say all of this. */
    async shown(...wanted: string[]) {
      for (let told: string[] = []; ; await delay(100)) {
        told = await lines()
        if (wanted.every((line) => told.includes(line))) return
      }
    },
    async kill() {
      running.child.kill('SIGKILL')
      await running.ended
    },
    restart: () => void (running = start()),
  }
}

export function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}
