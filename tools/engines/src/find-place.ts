// Decides between this machine and Docker. An engine with data stays where it is: the offsets in PostgreSQL mean nothing
// in a new log elsewhere. Only an engine without data can choose.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { hasDocker } from './docker'
import { prepareInDocker } from './docker-engine'
import { isInDocker, type ComposeService } from './docker-project'
import { EngineUnavailableError, type RunningEngine } from './engine'
import { postgresDataPlaces } from './postgres-home'
import type { RedisOptions } from './redis'

interface Request extends Omit<RedisOptions, 'port'> {
  service: ComposeService
  /** PARLEY_ENGINES. */
  wanted: string | undefined
  /** Throws EngineUnavailableError if the engine is not available without Docker. */
  findHere: () => Promise<unknown>
  startHere: () => Promise<RunningEngine>
}

/**
 * Resolves to the function that starts it, in the first place that works; rejects with EngineUnavailableError if none
 * does.
 */
export async function findPlace(request: Request): Promise<() => Promise<RunningEngine>> {
  const { service, dataDir, wanted, findHere, startHere, log } = request
  const choice = choosePlace({
    wanted,
    isStoredHere: isStoredHere(dataDir, service),
    isStoredInDocker: isInDocker(dataDir, service),
  })
  if (choice === 'docker') {
    if (await hasDocker()) return prepareInDocker(service, request)
    throw new EngineUnavailableError(
      wanted === 'docker'
        ? 'PARLEY_ENGINES is docker, and no Docker with Compose answers: start it, or unset PARLEY_ENGINES.'
        : 'What was said is stored in Docker, which does not answer: start it, or begin empty with --fresh.',
    )
  }
  try {
    await findHere()
    return startHere
  } catch (error) {
    const isElsewhere = choice === 'first-that-works' && error instanceof EngineUnavailableError
    if (!isElsewhere || !(await hasDocker())) throw error
    log?.('not available on this machine itself')
    return prepareInDocker(service, request).catch((cause: Error) => {
      throw new EngineUnavailableError(`${error.message} ${cause.message}`, { cause })
    })
  }
}

export function choosePlace({
  wanted,
  isStoredHere,
  isStoredInDocker,
}: {
  wanted: string | undefined
  isStoredHere: boolean
  isStoredInDocker: boolean
}): 'here' | 'docker' | 'first-that-works' {
  if (wanted && wanted !== 'docker')
    throw new EngineUnavailableError(`PARLEY_ENGINES may be docker or nothing, not "${wanted}".`)
  if (isStoredInDocker) return 'docker'
  if (!isStoredHere) return wanted ? 'docker' : 'first-that-works'
  if (!wanted) return 'here'
  throw new EngineUnavailableError(
    'PARLEY_ENGINES is docker, but the stored data is outside of Docker: start empty with --fresh, or set another PARLEY_DATA_DIR.',
  )
}

function isStoredHere(dataDir: string, service: ComposeService) {
  const marks = {
    postgres: postgresDataPlaces(dataDir).map((place) => join(place, 'PG_VERSION')),
    redis: [join(dataDir, 'redis')],
    kafka: [join(dataDir, 'kafka', 'formatted')],
  }
  return marks[service].some((mark) => existsSync(mark))
}
