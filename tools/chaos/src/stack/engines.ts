import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  startPostgres,
  startPostgresStandby,
  startRedis,
  startTogether,
  type RunningEngine,
} from '@parley/engines'
import { freeze, newPort } from '@parley/testkit/cluster'
import { startBrokers } from './brokers'
import { mountSmallDisk, type SmallDisk } from './small-disk'
import type { StackShape } from './shape'

export type EngineName = 'redis' | 'kafka' | 'postgres'
export const ENGINES: readonly EngineName[] = ['redis', 'kafka', 'postgres']

/** An engine that a scenario can stop. */
export interface Engine {
  readonly name: EngineName
  /** Without links, for the checkers. */
  readonly url: string
  readonly port: number
  readonly pid: number | null
  /** kill -9 */
  kill(): Promise<void>
  /** SIGSTOP, with all its child processes. */
  freeze(): void
  thaw(): void
  /** On its existing data; resolves when it answers. */
  restart(): Promise<void>
  /**
   * From now on the engine is restarted whenever it ends by itself, as by systemd or Docker. The returned function ends
   * that, and resolves to the number of restarts.
   */
  supervise(): () => Promise<number>
  /** A file system for its data alone, in a stack with small disks. */
  readonly disk: SmallDisk | null
  /** Deletes its data. It must not be running. */
  forget(): Promise<void>
}

export interface StackEngines extends Record<EngineName, Engine> {
  /** Kafka's brokers; `kafka` is the first of them. */
  brokers: readonly Engine[]
  /** The port at which this place's service connects to this broker, behind its link. */
  kafkaPortOf(place: number, broker: number): number
  stop(): Promise<void>
}

interface Parts {
  dataDir: string
  /** The proxies' ports for Kafka: one per service and broker. */
  kafkaProxyPorts: readonly (readonly number[])[]
  shape: StackShape
  say: (line: string) => void
}

export async function startStackEngines(parts: Parts): Promise<StackEngines> {
  const { dataDir, kafkaProxyPorts, shape, say } = parts
  const disks = shape.smallDisks ? await mountDisks(dataDir) : { kafka: null, postgres: null }
  const [postgresPort, redisPort] = [await newPort(), await newPort()]
  const { started, stop } = await startTogether([
    startPostgres({ dataDir, port: postgresPort, log: say }),
    startRedis({ dataDir, port: redisPort, log: say }),
    startBrokers({ dataDir, proxyPorts: kafkaProxyPorts, say }),
  ])
  const [postgres, redis, kafka] = started
  const brokers = kafka.brokers.map((broker) => toEngine({ name: 'kafka', ...broker, disk: disks.kafka }))
  return {
    postgres: toEngine({
      name: 'postgres',
      engine: postgres,
      port: postgresPort,
      dataDir,
      disk: disks.postgres,
    }),
    redis: toEngine({ name: 'redis', engine: redis, port: redisPort, dataDir, disk: null }),
    kafka: brokers[0]!,
    brokers,
    kafkaPortOf: kafka.portOf,
    stop,
  }
}

/** On an empty stack these two have far less data, and a run adds little. */
const DISK_MEBIBYTES = 768

async function mountDisks(dataDir: string) {
  return {
    kafka: await mountSmallDisk(join(dataDir, 'kafka'), DISK_MEBIBYTES),
    postgres: await mountSmallDisk(join(dataDir, 'postgres'), DISK_MEBIBYTES),
  }
}

const SUPERVISOR_WAITS_MS = 500

interface EngineParts {
  name: EngineName
  engine: RunningEngine
  port: number
  dataDir: string
  disk: SmallDisk | null
}

/** PostgreSQL's replica, which follows through this port. */
export async function startStandby(dataDir: string, primary: Engine, primaryPort: number): Promise<Engine> {
  const port = await newPort()
  const own = join(dataDir, 'standby')
  const engine = await startPostgresStandby({
    dataDir: own,
    port,
    primaryUrl: primary.url,
    primaryDataDir: dataDir,
    primaryPort,
  })
  return toEngine({ name: 'postgres', engine, port, dataDir: own, disk: null })
}

function toEngine({ name, engine, port, dataDir, disk }: EngineParts): Engine {
  let frozen: { thaw: () => void } | null = null
  let isSupervised = false
  let starts = 0
  let bringing = Promise.resolve()
  engine.onCrash(() => {
    if (isSupervised) bringing = bringing.then(bringBack)
  })

  async function bringBack() {
    while (isSupervised && engine.pid === null) {
      await sleep(SUPERVISOR_WAITS_MS)
      starts += 1
      await engine.restart().catch(() => undefined) // the reason may pass: tried again
    }
  }

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
      thaw() // a frozen process outlives its parent
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
    supervise() {
      isSupervised = true
      starts = 0
      return async () => {
        isSupervised = false
        await bringing
        return starts
      }
    },
    disk,
    async forget() {
      if (engine.pid !== null) throw new Error(`${name} still runs`)
      const folder = join(dataDir, name)
      for (const entry of await readdir(folder))
        await rm(join(folder, entry), { recursive: true, force: true })
    },
  }
}
