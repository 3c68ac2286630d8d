import { setTimeout as sleep } from 'node:timers/promises'
import { DockerError } from './docker'
import {
  compose,
  forgetUnused,
  isInDocker,
  rememberInDocker,
  stopInDocker,
  type ComposeService,
} from './docker-project'
import { EngineUnavailableError, type RunningEngine } from './engine'
import { rememberedPort } from './free-port'
import { answers as kafkaAnswers } from './kafka'
import { ensureDatabase } from './postgres'
import { answers as redisAnswers, type RedisOptions } from './redis'

interface DockerEngine {
  name: string
  /** The variable of docker-compose.yml for the published port. */
  portSetting: string
  urlAt: (port: number) => string
  /** Throws while the engine does not answer. */
  probe: (url: string) => Promise<unknown>
}

const engines: Record<ComposeService, DockerEngine> = {
  postgres: {
    name: 'PostgreSQL',
    portSetting: 'POSTGRES_PORT',
    urlAt: (port) => `postgresql://parley:parley@127.0.0.1:${port}/parley`,
    probe: ensureDatabase,
  },
  redis: {
    name: 'Redis',
    portSetting: 'REDIS_PORT',
    urlAt: (port) => `redis://127.0.0.1:${port}`,
    probe: (url) => redisAnswers(url),
  },
  kafka: {
    name: 'Kafka',
    portSetting: 'KAFKA_PORT',
    urlAt: (port) => `localhost:${port}`, // the address that the broker advertises
    probe: kafkaAnswers,
  },
}

/** The first start downloads images. Milliseconds. */
const CREATE_LIMIT_MS = 900_000
const READY_LIMIT_MS = 120_000

/**
 * Pulls the image and creates the container. Resolves to the function that starts it; rejects with EngineUnavailableError
 * when Docker cannot. Docker itself restarts a container that dies, so `onCrash` is never called.
 */
export async function prepareInDocker(
  service: ComposeService,
  { dataDir, usualPort, appendfsync, log }: Omit<RedisOptions, 'port'>,
): Promise<() => Promise<RunningEngine>> {
  const { name, portSetting, urlAt, probe } = engines[service]
  // A container of a killed launcher may hold the port.
  if (isInDocker(dataDir, service)) await stopInDocker(dataDir, service).catch(() => undefined) // the next step reports it
  const port = await rememberedPort(dataDir, service, usualPort)
  const url = urlAt(port)
  const environment = { [portSetting]: String(port), REDIS_APPENDFSYNC: appendfsync ?? 'everysec' }

  log?.(`with Docker, which brings its image the first time`)
  await inTurn(async () => {
    try {
      await compose(dataDir, ['up', '--no-start', service], { environment, limitMs: CREATE_LIMIT_MS })
    } catch (cause) {
      await forgetUnused(dataDir)
      throw new EngineUnavailableError(`Docker could not start ${name}: ${lastLineOf(cause)}.`, { cause })
    }
    rememberInDocker(dataDir, service)
  })

  async function up() {
    await inTurn(() => compose(dataDir, ['up', '-d', service], { environment }))
    await untilAnswers(name, () => probe(url))
  }
  const isRunning = async () =>
    (await compose(dataDir, ['ps', '-q', '--status', 'running', service])).trim() !== ''
  const stop = async () => void (await stopInDocker(dataDir, service))

  return async function start() {
    await up()
    return {
      url,
      place: 'docker',
      pid: null,
      async kill(signal = 'SIGKILL') {
        await compose(dataDir, ['kill', '-s', signal, service], { outlivesUs: true })
        if (signal === 'SIGKILL') while (await isRunning()) await sleep(100)
      },
      async restart() {
        await stop()
        await up()
      },
      stop,
      onCrash: () => undefined,
    }
  }
}

/** Serialized: two calls for the same project would both create its network. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work)
  last = mine.catch(() => undefined)
  return mine
}

let last: Promise<unknown> = Promise.resolve()

async function untilAnswers(name: string, probe: () => Promise<unknown>): Promise<void> {
  const until = performance.now() + READY_LIMIT_MS
  for (;;) {
    try {
      await probe()
      return
    } catch (cause) {
      if (performance.now() > until)
        throw new EngineUnavailableError(
          `${name} was started with Docker and does not answer at 127.0.0.1: does Docker run on this machine?`,
          { cause },
        )
      await sleep(200)
    }
  }
}

function lastLineOf(error: unknown) {
  const text = error instanceof DockerError ? error.message : String(error)
  return text.trimEnd().split('\n').at(-1) ?? text
}
