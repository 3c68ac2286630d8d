// The engines of docker-compose.yml as a Compose project of one data directory. Their data is in volumes of that project;
// the directory holds the project's name, and which engines have their data there.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { docker, type DockerOptions } from './docker'
import { EngineUnavailableError } from './engine'

const services = ['postgres', 'redis', 'kafka'] as const
export type ComposeService = (typeof services)[number]

const STOP_SECONDS = '8'
const LIMIT_MS = 60_000

/** `docker compose ...` of this directory's project, even if a `.env` or the environment names another project. */
export function compose(dataDir: string, args: readonly string[], options: Partial<DockerOptions> = {}) {
  const environment = { COMPOSE_PROFILES: '', POSTGRES_PASSWORD: 'parley', ...options.environment }
  const own = ['compose', '-f', 'docker-compose.yml', '-p', projectOf(dataDir), '--progress', 'quiet']
  return docker([...own, ...args], { limitMs: LIMIT_MS, ...options, environment })
}

export function stopInDocker(dataDir: string, service: ComposeService) {
  return compose(dataDir, ['stop', '-t', STOP_SECONDS, service])
}

/** Removes containers and network; the data stays. Does nothing if Docker was never used. */
export async function takeDown(dataDir: string): Promise<void> {
  if (existsSync(folderOf(dataDir))) await compose(dataDir, ['down', '-t', STOP_SECONDS])
}

/** Removes the data as well. Rejects without Docker, rather than pretend. */
export async function deleteDockerData(dataDir: string): Promise<void> {
  if (!existsSync(folderOf(dataDir))) return
  try {
    await compose(dataDir, ['down', '-v', '-t', '1'])
  } catch (cause) {
    throw new EngineUnavailableError(
      `The data in Docker (project ${projectOf(dataDir)}) could not be deleted: is Docker running?`,
      { cause },
    )
  }
  rmSync(folderOf(dataDir), { recursive: true, force: true })
}

/** Called when an engine is unavailable: if no other engine has data in Docker, the project is forgotten. */
export async function forgetUnused(dataDir: string): Promise<void> {
  const isUsed = services.some((service) => isInDocker(dataDir, service))
  if (!isUsed) await deleteDockerData(dataDir).catch(() => undefined) // Docker may have just stopped
}

export function isInDocker(dataDir: string, service: ComposeService): boolean {
  return existsSync(join(folderOf(dataDir), service))
}

export function rememberInDocker(dataDir: string, service: ComposeService) {
  writeFileSync(join(folderOf(dataDir), service), '')
}

/** Derived from the directory's path, once: a moved directory keeps it. */
function projectOf(dataDir: string): string {
  const file = join(folderOf(dataDir), 'project')
  if (existsSync(file)) return readFileSync(file, 'utf8')
  const project = `parley-engines-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`
  mkdirSync(folderOf(dataDir), { recursive: true })
  writeFileSync(file, project)
  return project
}

function folderOf(dataDir: string) {
  return join(dataDir, 'docker')
}
