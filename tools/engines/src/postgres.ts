import { chownSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { spawnChild } from './child'
import type { RunningEngine, StartOptions } from './engine'
import { isPortFree, rememberedPort } from './free-port'
import { stopLeftover } from './pid-file'
import { preparePostgresHome, type PostgresHome } from './postgres-home'
import { processIdentity } from './process-identity'
import { runCommand } from './run-command'
import { runEngine } from './running-engine'
import { untilReady } from './until-ready'

const NAME = 'parley' // the name of the database, its owner and, on 127.0.0.1 alone, the password

export async function startPostgres(options: StartOptions): Promise<RunningEngine> {
  const dataDir = resolve(options.dataDir)
  const pidFile = join(dataDir, 'run', 'postgres.pid')
  const left = await stopLeftover(pidFile, 'SIGINT')
  if (left) options.log?.(`stopped the PostgreSQL that an earlier start had left (pid ${left})`)

  const home = await preparePostgresHome(dataDir)
  if (!existsSync(join(home.data, 'PG_VERSION'))) {
    options.log?.('making an empty PostgreSQL database')
    await makeCluster(home)
  }
  const port = options.port ?? (await rememberedPort(dataDir, 'postgres', options.usualPort))
  const url = `postgresql://${NAME}:${NAME}@127.0.0.1:${port}/${NAME}`

  async function launch() {
    forgetDeadPostmaster(home.data)
    await untilPortFree(port)
    const child = await spawnChild({
      command: home.postgres,
      args: ['-D', home.data, '-p', String(port), ...settings],
      cwd: home.data,
      env: { ...process.env, LC_MESSAGES: 'C' },
      ...home.user,
      logFile: join(dataDir, 'logs', 'postgres.log'),
      pidFile,
    })
    return untilReady({ name: 'PostgreSQL', child, probe: () => ensureDatabase(url), limitMs: 60_000 })
  }
  // SIGINT is PostgreSQL's fast shutdown: SIGTERM would wait for every client to disconnect.
  return runEngine({
    url,
    place: 'npm',
    launch: () => again(launch),
    stopSignal: 'SIGINT',
    stopLimitMs: 10_000,
  })
}

const settings = Object.entries({
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '', // its lock in /tmp would clash with another cluster's of the same port
  max_connections: '200',
}).flatMap(([name, value]) => ['-c', `${name}=${value}`])

async function makeCluster(home: PostgresHome) {
  // Existing files are incomplete; the folder itself has the right owner.
  for (const name of readdirSync(home.data)) rmSync(join(home.data, name), { recursive: true, force: true })
  const passwordFile = `${home.data}.password`
  writeFileSync(passwordFile, NAME, { mode: 0o600 })
  if ('uid' in home.user) chownSync(passwordFile, home.user.uid, home.user.gid)
  try {
    await runCommand(
      home.initdb,
      [
        `--pgdata=${home.data}`,
        `--username=${NAME}`,
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale=C',
      ],
      { cwd: '/', env: { ...process.env, LC_MESSAGES: 'C' }, ...home.user },
    )
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/** Throws while the server accepts no connections. */
export async function ensureDatabase(url: string) {
  const admin = new URL(url)
  admin.pathname = '/postgres'
  const client = new pg.Client({ connectionString: admin.href, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined) // the query below rejects
  await client.connect()
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [NAME])
    if (!found.rowCount) await client.query(`create database ${NAME}`)
  } finally {
    await client.end()
  }
}

/** PostgreSQL takes any living process whose pid stands in an old postmaster.pid for itself, and will not start. */
function forgetDeadPostmaster(data: string) {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (!pid || processIdentity(pid) === null || !isPostgresOf(pid, data)) rmSync(file, { force: true })
}

function isPostgresOf(pid: number, data: string) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(data)
  } catch {
    return true // cannot look: leave it to PostgreSQL
  }
}

/** After a `kill -9` the old backends hold the port and the shared memory for a moment. */
async function untilPortFree(port: number) {
  const until = performance.now() + 10_000
  while (!(await isPortFree(port))) {
    if (performance.now() > until) throw new Error(`Port ${port}, which PostgreSQL should have, is taken.`)
    await new Promise((wake) => setTimeout(wake, 50))
  }
}

async function again<T>(launch: () => Promise<T>): Promise<T> {
  const until = performance.now() + 10_000
  for (;;) {
    try {
      return await launch()
    } catch (error) {
      const isHeld = error instanceof Error && error.message.includes('shared memory block')
      if (!isHeld || performance.now() > until) throw error
      await new Promise((wake) => setTimeout(wake, 200))
    }
  }
}
