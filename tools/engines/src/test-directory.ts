// A temporary directory for engines that is removed even if its owner is killed: it names its owner, and the next run
// cleans up after owners that are gone.
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { livePid, stopLeftoversIn, writePidFile } from './pid-file'
import { runCommand } from './run-command'
import { deleteEngineData } from './start-engines'

const PREFIX = 'parley-test-'

export interface TestDirectory {
  path: string
  /** Ends the processes in it, and deletes it. */
  delete(): Promise<void>
}

export async function makeTestDirectory(): Promise<TestDirectory> {
  await sweepAbandoned()
  const path = await mkdtemp(join(tmpdir(), PREFIX))
  await chmod(path, 0o755) // PostgreSQL runs as another user
  writePidFile(ownerFile(path), process.pid)
  return { path, delete: () => deleteDirectory(path) }
}

async function deleteDirectory(path: string) {
  // Lazily: processes of a killed owner may still be using them.
  for (const folder of mountsBelow(path)) await runCommand('umount', ['-l', folder])
  for (const dataDir of [path, ...(await foldersIn(path))]) {
    await stopLeftoversIn(join(dataDir, 'run', 'services')) // of a launcher that had its data here
    await deleteEngineData(dataDir)
  }
  await rm(path, { recursive: true, force: true })
}

/** Small disks mounted by tests; nested ones first. */
function mountsBelow(path: string): string[] {
  if (!existsSync('/proc/self/mounts')) return []
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n')
  const folders = mounts.map((line) => line.split(' ')[1] ?? '')
  return folders.filter((folder) => folder.startsWith(`${path}/`)).reverse()
}

async function sweepAbandoned() {
  for (const path of await foldersIn(tmpdir())) {
    if (basename(path).startsWith(PREFIX) && isAbandoned(path)) {
      await deleteDirectory(path).catch(() => undefined) // another run removes the same one
    }
  }
}

/** A directory without a mark belongs to somebody else, or is just being created. */
function isAbandoned(path: string) {
  return existsSync(ownerFile(path)) && livePid(ownerFile(path)) === null
}

async function foldersIn(path: string) {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(path, entry.name))
}

function ownerFile(path: string) {
  return join(path, 'owner.pid')
}
