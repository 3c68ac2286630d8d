import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startPostgres, startRedis, type RunningEngine } from '@parley/engines'
import { freeze } from '@parley/system-tests/frozen'
import { startBrokers } from './brokers'
import { newPort } from './ports'

export type EngineName = 'redis' | 'kafka' | 'postgres'
export const ENGINES: readonly EngineName[] = ['redis', 'kafka', 'postgres']

/** An engine that can be taken away. */
export interface Engine {
  readonly name: EngineName
  /** Past all links, for whoever judges. */
  readonly url: string
  readonly port: number
  readonly pid: number | null
  /** kill -9 */
  kill(): Promise<void>
  /** SIGSTOP, with all that it started. */
  freeze(): void
  thaw(): void
  /** On the data that it has; resolves when it answers. */
  restart(): Promise<void>
  /** Its data is lost. It must not be running. */
  forget(): Promise<void>
}

export interface StackEngines extends Record<EngineName, Engine> {
  /** Of Kafka; `kafka` is the first of them. */
  brokers: readonly Engine[]
  /** Where the service of this place connects to, behind its link to this broker. */
  kafkaPortOf(place: number, broker: number): number
  stop(): Promise<void>
}

interface Parts {
  dataDir: string
  /** The proxies' ports for Kafka: of each service, one for each broker. */
  kafkaProxyPorts: readonly (readonly number[])[]
  say: (line: string) => void
}

export async function startStackEngines({ dataDir, kafkaProxyPorts, say }: Parts): Promise<StackEngines> {
  const [postgresPort, redisPort] = [await newPort(), await newPort()]
  const starting = [
    startPostgres({ dataDir, port: postgresPort, log: say }),
    startRedis({ dataDir, port: redisPort, log: say }),
    startBrokers({ dataDir, proxyPorts: kafkaProxyPorts, say }),
  ] as const
  const settled = await Promise.allSettled(starting)
  const started = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const stop = async () => void (await Promise.all(started.map((engine) => engine.stop())))
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed) {
    await stop()
    throw failed.reason
  }
  const [postgres, redis, kafka] = await Promise.all(starting)
  const brokers = kafka.brokers.map((broker) => toEngine('kafka', broker.engine, broker.port, broker.dataDir))
  return {
    postgres: toEngine('postgres', postgres, postgresPort, dataDir),
    redis: toEngine('redis', redis, redisPort, dataDir),
    kafka: brokers[0]!,
    brokers,
    kafkaPortOf: kafka.portOf,
    stop,
  }
}

function toEngine(name: EngineName, engine: RunningEngine, port: number, dataDir: string): Engine {
  let frozen: { thaw: () => void } | null = null

  function thaw() {
    frozen?.thaw()
    frozen = null
  }

  return {
    name,
    url: engine.url,
    port,
    get pid() {
      return engine.pid
    },
    async kill() {
      thaw() // what is frozen outlives its parent
      await engine.kill()
    },
    freeze() {
      if (engine.pid !== null) frozen ??= freeze(engine.pid)
    },
    thaw,
    async restart() {
      thaw()
      await engine.restart()
    },
    async forget() {
      if (engine.pid !== null) throw new Error(`${name} still runs`)
      const folder = join(dataDir, name)
      for (const entry of await readdir(folder))
        await rm(join(folder, entry), { recursive: true, force: true })
    },
  }
}
