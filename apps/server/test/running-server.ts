// A server as in production: a process of its own, on real engines.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureLobby, migrate, openDatabase, type Database } from '@parley/database'
import { findFreePort } from '@parley/engines'
import { createTestDatabase } from '@parley/engines/testing'
import { until } from '@parley/testkit/until'

export interface RunningServer {
  id: string
  url: string
  pid: number
  /** Its log lines. */
  lines: () => readonly string[]
  readyz(): Promise<{ status: number } & Record<string, unknown>>
  /** One value of /metrics; several series of one name are added up. 0 if there is none. */
  metric(name: string, labels?: Record<string, string>): Promise<number>
  stop(): Promise<void>
}

const READY_LIMIT_MS = 60_000
/** Test clients come all at once, and write faster than people. */
const IN_A_HURRY = {
  GUEST_SEND_RATE_PER_SECOND: '10000',
  SEND_BURST: '10000',
  ROOM_JOIN_BURST: '10000',
  ROOM_CREATE_BURST: '10000',
}

export async function startServer(
  id: string,
  environment: { DATABASE_URL: string; REDIS_URL: string } & Record<string, string>,
): Promise<RunningServer> {
  const port = await findFreePort()
  const lines: string[] = []
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: join(import.meta.dirname, '..'),
    env: { PATH: process.env.PATH, ...environmentOf(id, port), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => lines.push(...text.toString().split('\n').filter(Boolean)))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = `http://127.0.0.1:${port}`

  async function readyz() {
    const response = await fetch(`${url}/readyz`)
    return { status: response.status, ...((await response.json()) as object) }
  }

  async function stop() {
    child.kill('SIGTERM')
    const giveUp = setTimeout(() => child.kill('SIGKILL'), 15_000)
    await ended
    clearTimeout(giveUp)
  }

  await until(`server ${id} is ready`, READY_LIMIT_MS, async () => {
    if (child.exitCode !== null) throw new Error(`server ${id} ended:\n${lines.join('\n')}`)
    return (await readyz().catch(() => null))?.status === 200
  })
  const metric: RunningServer['metric'] = (name, labels) => readMetric(url, name, labels)
  return { id, url, pid: child.pid!, lines: () => lines, readyz, metric, stop }
}

export async function readMetric(url: string, name: string, labels: Record<string, string> = {}) {
  const text = await (await fetch(`${url}/metrics`)).text()
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .filter((line) => wanted.every((each) => line.includes(each)))
    .reduce((so, line) => so + Number(line.slice(line.lastIndexOf(' '))), 0)
}

export function environmentOf(id: string, port: number): Record<string, string | undefined> {
  return {
    KAFKA_BROKERS: process.env.TEST_KAFKA_BROKERS,
    BETTER_AUTH_SECRET: 'a secret that is only used by tests of the server',
    ...IN_A_HURRY,
    APPID: id,
    HOST: '127.0.0.1',
    PORT: String(port),
  }
}

/** An empty database with a lobby. */
export async function makeDatabase(): Promise<{ url: string; database: Database; drop(): Promise<void> }> {
  const { url, drop } = await createTestDatabase()
  await migrate({ url })
  const database = openDatabase({ url })
  await ensureLobby(database)
  return { url, database, drop: () => database.close().then(drop) }
}

/** A Redis database for one test file: servers of another file must not count as peers. */
export function redisUrl(databaseNumber: number): string {
  return `${process.env.TEST_REDIS_URL}/${databaseNumber}`
}
