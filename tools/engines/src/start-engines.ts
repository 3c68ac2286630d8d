import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { EngineUnavailableError, type RunningEngine } from './engine'
import { useGiven } from './given'
import { startKafka } from './kafka'
import { findKafka } from './kafka-jars'
import { stopLeftoversIn } from './pid-file'
import { startPostgres } from './postgres'
import { postgresDataPlaces } from './postgres-home'
import { startRedis } from './redis'

export type LogKind = 'kafka' | 'redis'

interface Request {
  dataDir: string
  log: LogKind
  /** Where DATABASE_URL, REDIS_URL and KAFKA_BROKERS are looked up. */
  environment: Record<string, string | undefined>
  /** A line about one engine, for a person. */
  say: (line: string) => void
}

export interface Engines {
  databaseUrl: string
  redisUrl: string
  /** Null when Redis Streams are the log. */
  kafkaBrokers: string | null
  /** What it came to: Redis where Kafka was asked for and cannot be had. */
  log: LogKind
  running: { postgres: RunningEngine; redis: RunningEngine; kafka: RunningEngine | null }
  close(): Promise<void>
}

// Not the engines' own usual ports: those belong to whatever the person runs besides.
const USUAL_PORTS = { postgres: 15432, redis: 16379, kafka: 19092 }

export async function startEngines(request: Request): Promise<Engines> {
  const log = request.log === 'kafka' && (await canHaveKafka(request)) ? 'kafka' : 'redis'
  const dataDir = engineDataDir(request.dataDir, log)
  await stopLeftoversIn(join(engineDataDir(request.dataDir, log === 'kafka' ? 'redis' : 'kafka'), 'run'))

  const starting = [startOrUsePostgres(request, dataDir), startOrUseRedis(request, dataDir, log)] as const
  const startingKafka = log === 'kafka' ? startOrUseKafka(request, dataDir) : Promise.resolve(null)
  const settled = await Promise.allSettled<RunningEngine | null>([...starting, startingKafka])
  const started = settled.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : []))
  const close = async () => void (await Promise.all(started.map((engine) => engine.stop())))
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed) {
    await close()
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

/** Each log has engines of its own: the offsets that PostgreSQL keeps mean nothing in another log. */
export function engineDataDir(dataDir: string, log: LogKind) {
  return log === 'kafka' ? resolve(dataDir) : join(resolve(dataDir), 'log-redis')
}

/** Everything that the engines of this directory stored. They must not be running. */
export async function deleteEngineData(dataDir: string) {
  const dirs = (['kafka', 'redis'] as const).map((log) => engineDataDir(dataDir, log))
  for (const dir of dirs) await stopLeftoversIn(join(dir, 'run'))
  const folders = dirs.flatMap((dir) => [
    ...postgresDataPlaces(dir),
    join(dir, 'redis'),
    join(dir, 'kafka'),
    join(dir, 'logs'),
  ])
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
}

async function canHaveKafka({ environment, say }: Request) {
  if (environment.KAFKA_BROKERS) return true
  try {
    await findKafka((line) => say(`Kafka: ${line}`))
    return true
  } catch (error) {
    if (!(error instanceof EngineUnavailableError)) throw error
    say(
      `${error.message} Until then Redis Streams are the log: the promise holds while Redis keeps its disk.`,
    )
    return false
  }
}

function startOrUsePostgres({ environment, say }: Request, dataDir: string) {
  const given = environment.DATABASE_URL
  return said('PostgreSQL', say, (log) =>
    given
      ? useGiven('DATABASE_URL', given, 5432)
      : startPostgres({ dataDir, usualPort: USUAL_PORTS.postgres, log }),
  )
}

function startOrUseRedis({ environment, say }: Request, dataDir: string, kind: LogKind) {
  const given = environment.REDIS_URL
  const appendfsync = kind === 'redis' ? 'always' : 'everysec'
  return said('Redis', say, (log) =>
    given
      ? useGiven('REDIS_URL', given, 6379)
      : startRedis({ dataDir, usualPort: USUAL_PORTS.redis, appendfsync, log }),
  )
}

function startOrUseKafka({ environment, say }: Request, dataDir: string) {
  const given = environment.KAFKA_BROKERS
  return said('Kafka', say, (log) =>
    given
      ? useGiven('KAFKA_BROKERS', given, 9092)
      : startKafka({ dataDir, usualPort: USUAL_PORTS.kafka, log }),
  )
}

async function said(
  name: string,
  say: (line: string) => void,
  start: (log: (line: string) => void) => Promise<RunningEngine>,
) {
  const engine = await start((line) => say(`${name}: ${line}`))
  say(`${name} answers at ${addressOf(engine.url)} (${engine.place})`)
  return engine
}

/** Without name and password. */
function addressOf(url: string) {
  return url.includes('://') ? new URL(url).host : url
}
