import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { deleteDockerData, isInDocker, takeDown } from './docker-project'
import { EngineUnavailableError, type RunningEngine } from './engine'
import { findPlace } from './find-place'
import { useGiven } from './given'
import { startKafka } from './kafka'
import { findKafka } from './kafka-jars'
import { stopLeftoversIn } from './pid-file'
import { startPostgres } from './postgres'
import { postgresDataPlaces, preparePostgresHome } from './postgres-home'
import { startRedis } from './redis'
import { findRedis } from './redis-places'

export type LogKind = 'kafka' | 'redis'

type Start = () => Promise<RunningEngine>

interface Request {
  dataDir: string
  log: LogKind
  /** The source of DATABASE_URL, REDIS_URL, KAFKA_BROKERS and PARLEY_ENGINES. */
  environment: Record<string, string | undefined>
  /** Prints a line about one engine. */
  say: (line: string) => void
}

export interface Engines {
  databaseUrl: string
  redisUrl: string
  /** Null if Redis Streams are the log. */
  kafkaBrokers: string | null
  /** The actual log: Redis if Kafka was requested but is not available. */
  log: LogKind
  running: { postgres: RunningEngine; redis: RunningEngine; kafka: RunningEngine | null }
  close(): Promise<void>
}

// Not the engines' own default ports: the user may run other engines there.
const USUAL_PORTS = { postgres: 15432, redis: 16379, kafka: 19092 }

export async function startEngines(request: Request): Promise<Engines> {
  const startLog = await findLog(request)
  const log = startLog ? 'kafka' : 'redis'
  const dataDir = engineDataDir(request.dataDir, log)
  await stopLeft(engineDataDir(request.dataDir, log === 'kafka' ? 'redis' : 'kafka'))

  const starting = [
    told('PostgreSQL', request, startOrUsePostgres(request, dataDir)),
    told('Redis', request, startOrUseRedis(request, dataDir, log)),
  ] as const
  const startingKafka = startLog ? told('Kafka', request, startLog()) : Promise.resolve(null)
  const settled = await Promise.allSettled<RunningEngine | null>([...starting, startingKafka])
  const started = settled.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : []))
  async function close() {
    await Promise.all(started.map((engine) => engine.stop()))
    await takeDown(dataDir)
  }
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed) {
    await close().catch(() => undefined) // the error of the start says more
    throw failed.reason
  }
  const [postgres, redis, kafka] = [await starting[0], await starting[1], await startingKafka]
  return {
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    kafkaBrokers: kafka?.url ?? null,
    log,
    running: { postgres, redis, kafka },
    close,
  }
}

/** Each log has engines of its own: the offsets in PostgreSQL mean nothing in another log. */
export function engineDataDir(dataDir: string, log: LogKind) {
  return log === 'kafka' ? resolve(dataDir) : join(resolve(dataDir), 'log-redis')
}

/** Stops engines that an earlier start left running. */
async function stopLeft(dataDir: string) {
  await stopLeftoversIn(join(dataDir, 'run'))
  await takeDown(dataDir).catch(() => undefined) // without Docker no container runs
}

/** All data of this directory's engines. They must not be running. */
export async function deleteEngineData(dataDir: string) {
  const dirs = (['kafka', 'redis'] as const).map((log) => engineDataDir(dataDir, log))
  for (const dir of dirs) {
    await stopLeftoversIn(join(dir, 'run'))
    await deleteDockerData(dir)
  }
  const folders = dirs.flatMap((dir) => [
    ...postgresDataPlaces(dir),
    join(dir, 'redis'),
    join(dir, 'kafka'),
    join(dir, 'logs'),
  ])
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
}

/** Null if Redis Streams replace Kafka. */
async function findLog(request: Request): Promise<Start | null> {
  if (request.log === 'redis') return null
  const dataDir = engineDataDir(request.dataDir, 'kafka')
  try {
    return await findKafkaPlace(request, dataDir)
  } catch (error) {
    // Its messages would seem to be lost.
    if (!(error instanceof EngineUnavailableError) || isInDocker(dataDir, 'kafka')) throw error
    request.say(
      `${error.message} Until then Redis Streams are the log: the promise holds while Redis keeps its disk.`,
    )
    return null
  }
}

function findKafkaPlace({ environment, say }: Request, dataDir: string): Promise<Start> {
  const log = sayOf('Kafka', say)
  const given = environment.KAFKA_BROKERS
  if (given) return Promise.resolve(() => useGiven('KAFKA_BROKERS', given, 9092))
  const options = { dataDir, usualPort: USUAL_PORTS.kafka, log }
  return findPlace({
    ...options,
    service: 'kafka',
    wanted: environment.PARLEY_ENGINES,
    findHere: () => findKafka(log),
    startHere: () => startKafka(options),
  })
}

async function startOrUsePostgres({ environment, say }: Request, dataDir: string) {
  const log = sayOf('PostgreSQL', say)
  const given = environment.DATABASE_URL
  if (given) return useGiven('DATABASE_URL', given, 5432)
  const options = { dataDir, usualPort: USUAL_PORTS.postgres, log }
  const start = await findPlace({
    ...options,
    service: 'postgres',
    wanted: environment.PARLEY_ENGINES,
    findHere: () => preparePostgresHome(dataDir),
    startHere: () => startPostgres(options),
  })
  return start()
}

async function startOrUseRedis({ environment, say }: Request, dataDir: string, kind: LogKind) {
  const log = sayOf('Redis', say)
  const given = environment.REDIS_URL
  if (given) return useGiven('REDIS_URL', given, 6379)
  const appendfsync = kind === 'redis' ? ('always' as const) : ('everysec' as const)
  const options = { dataDir, usualPort: USUAL_PORTS.redis, appendfsync, log }
  const start = await findPlace({
    ...options,
    service: 'redis',
    wanted: environment.PARLEY_ENGINES,
    findHere: () => findRedis(log),
    startHere: () => startRedis(options),
  })
  return start()
}

function sayOf(name: string, say: (line: string) => void) {
  return (line: string) => say(`${name}: ${line}`)
}

async function told(name: string, { say }: Request, starting: Promise<RunningEngine>) {
  const engine = await starting
  say(`${name} answers at ${addressOf(engine.url)} (${engine.place})`)
  return engine
}

/** Without name and password. */
function addressOf(url: string) {
  return url.includes('://') ? new URL(url).host : url
}
