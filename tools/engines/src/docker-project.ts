// The engines of docker-compose.yml as a Compose project of one data directory. What they store is in volumes of that project;
// the directory keeps its name, and which engines have their data there.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { docker, type DockerOptions } from './docker'
import { EngineUnavailableError } from './engine'

const services = ['postgres', 'redis', 'kafka'] as const
export type ComposeService = (typeof services)[number]

const STOP_SECONDS = '8'
const LIMIT_MS = 60_000

/** `docker compose ...` of this directory's project, whatever a `.env` or the environment says of projects. */
export function compose(dataDir: string, args: readonly string[], options: Partial<DockerOptions> = {}) {
  const environment = { COMPOSE_PROFILES: '', POSTGRES_PASSWORD: 'parley', ...options.environment }
  const own = ['compose', '-f', 'docker-compose.yml', '-p', projectOf(dataDir), '--progress', 'quiet']
  return docker([...own, ...args], { limitMs: LIMIT_MS, ...options, environment })
}

export function stopInDocker(dataDir: string, service: ComposeService) {
  return compose(dataDir, ['stop', '-t', STOP_SECONDS, service])
}

/** Its containers and its network; what was stored stays. Nothing to do where Docker was never used. */
export async function takeDown(dataDir: string): Promise<void> {
  if (existsSync(folderOf(dataDir))) await compose(dataDir, ['down', '-t', STOP_SECONDS])
}

/** Also what was stored. Without Docker that cannot be done, and is not said to be. */
export async function deleteDockerData(dataDir: string): Promise<void> {
  if (!existsSync(folderOf(dataDir))) return
  try {
    await compose(dataDir, ['down', '-v', '-t', '1'])
  } catch (cause) {
    throw new EngineUnavailableError(
      `What was stored in Docker (project ${projectOf(dataDir)}) could not be deleted: is Docker running?`,
      { cause },
    )
  }
  rmSync(folderOf(dataDir), { recursive: true, force: true })
}

/** After an engine could not be had: where no other has its data, Docker is not asked again. */
export async function forgetUnused(dataDir: string): Promise<void> {
  const isUsed = services.some((service) => isInDocker(dataDir, service))
  if (!isUsed) await deleteDockerData(dataDir).catch(() => undefined) // perhaps Docker has just gone
}

export function isInDocker(dataDir: string, service: ComposeService): boolean {
  return existsSync(join(folderOf(dataDir), service))
}

export function rememberInDocker(dataDir: string, service: ComposeService) {
  writeFileSync(join(folderOf(dataDir), service), '')
}

/** Made from the directory's path, once: a directory that is moved keeps it. */
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
