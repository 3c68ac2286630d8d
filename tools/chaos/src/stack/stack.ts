// The whole system in a directory of its own, with a link that can fail between every two parts of it.
import { join } from 'node:path'
import { prepareDatabase } from '@parley/dev/prepare-database'
import { startLinks } from '../faults/links'
import type { FaultLink } from '../faults/fault-link'
import { createBalancer, type Balancer } from './balancer'
import { takeBundles } from './bundles'
import { startStackEngines, type Engine, type EngineName } from './engines'
import { placesFor } from './places'
import { newPort } from './ports'
import { openServiceLogs, type ServiceLogs } from './service-logs'
import { createService, type Service } from './service'
import { describeService } from './describe-service'

export interface ChaosStack {
  dataDir: string
  /** HAProxy: the one address of everything. */
  url: string
  /** The engines themselves, past all links. */
  databaseUrl: string
  redisUrl: string
  kafkaBrokers: string[]
  /** Those that run now; a rolling restart puts others in their place. */
  servers: Service[]
  /** Not started: for what replaces those that run. */
  spareServers: Service[]
  persisters: Service[]
  haproxy: Balancer
  engines: Record<EngineName, Engine>
  /** Of Kafka; `engines.kafka` is the first of them, and the only one in most stacks. */
  brokers: readonly Engine[]
  /** `link('server-1', 'redis')`, `link('haproxy', 'server-1')`. */
  link(from: string, to: string): FaultLink
  links: { all(): readonly FaultLink[]; broken(): string[] }
  logs: ServiceLogs
  /** Services that ended though nobody asked them to: `server-1: code 1`. */
  deaths: string[]
  /** How many records were put into the log past all servers. */
  poured: number
  stop(): Promise<void>
}

/** What a stack has that the common one does not. */
export interface StackShape {
  /** Kafka as in production: each record on three brokers, acknowledged by two. */
  brokers?: 3
  /** Kafka and PostgreSQL each keep their data on a file system that can be filled. */
  smallDisks?: true
  /** PostgreSQL has a replica that can take its place. */
  standby?: true
  /** It is broken for good in the end. */
  forOneScenario?: string
}

export interface StackOptions {
  /** Ours alone; see makeTestDirectory. */
  dataDir: string
  servers: number
  persisters: number
  shape?: StackShape
  say: (line: string) => void
}

const root = join(import.meta.dirname, '..', '..', '..', '..')

export async function startStack(options: StackOptions): Promise<ChaosStack> {
  const { dataDir, servers, persisters, shape = {}, say } = options
  const closing: (() => Promise<void>)[] = []
  const stop = async () => {
    for (let close = closing.pop(); close; close = closing.pop()) await close()
  }
  try {
    return await build()
  } catch (error) {
    await stop()
    throw error
  }

  async function build(): Promise<ChaosStack> {
    const places = await placesFor({
      servers,
      spareServers: servers,
      persisters,
      brokers: shape.brokers ?? 1,
    })
    const links = await startLinks()
    closing.push(links.close)
    const byName = new Map<string, FaultLink>()
    const open = async (from: string, to: string, port: number, target: number) => {
      const link = await links.open(`${from} > ${to}`, port, target)
      byName.set(link.name, link)
    }

    const kafkaProxyPorts = places.map(({ brokerPorts }) => brokerPorts)
    const [engines, house] = await Promise.all([
      startStackEngines({ dataDir, kafkaProxyPorts, say }).then((started) => {
        closing.push(started.stop)
        return started
      }),
      takeBundles(root, dataDir),
    ])
    await prepareDatabase(engines.postgres.url)
    for (const [nth, { id, port, proxyPorts, brokerPorts }] of places.entries()) {
      await open(id, 'redis', proxyPorts.redis, engines.redis.port)
      await open(id, 'postgres', proxyPorts.postgres, engines.postgres.port)
      for (const [broker, proxyPort] of brokerPorts.entries())
        await open(
          id,
          broker === 0 ? 'kafka' : `kafka-${broker + 1}`,
          proxyPort,
          engines.kafkaPortOf(nth, broker),
        )
      if (proxyPorts.haproxy) await open('haproxy', id, proxyPorts.haproxy, port)
    }
    say('engines and links are up')

    const logs = openServiceLogs(dataDir)
    closing.push(logs.close)
    const deaths: string[] = []
    const listeners = {
      onLine: logs.line,
      onDeath(id: string, how: string) {
        deaths.push(`${id}: ${how}`)
        say(`${id} ended by itself (${how}); its supervisor starts it again`)
      },
    }
    const balancerPort = await newPort()
    const services = places.map((place) => {
      const definition = describeService({ place, house, balancerPort, engines })
      return { place, service: createService(definition, dataDir, listeners) }
    })
    const of = (kind: string) =>
      services.filter(({ place }) => place.kind === kind).map(({ service }) => service)
    const haproxy = await createBalancer({
      root,
      dataDir,
      people: balancerPort,
      own: await newPort(),
      web: await newPort(),
      servers: places.flatMap(({ number, proxyPorts }) =>
        proxyPorts.haproxy ? [{ id: String(number), port: proxyPorts.haproxy }] : [],
      ),
      listeners,
      say,
    })
    closing.push(async () => {
      await Promise.all([haproxy, ...services.map(({ service }) => service)].map((each) => each.stop()))
    })
    await Promise.all([...of('persister'), ...of('server')].map((service) => service.restart()))
    await haproxy.restart()
    say(`servers, persisters and HAProxy are ready: ${balancerPort}`)

    return {
      dataDir,
      url: `http://localhost:${balancerPort}`,
      databaseUrl: engines.postgres.url,
      redisUrl: engines.redis.url,
      kafkaBrokers: engines.brokers.map(({ url }) => url),
      servers: of('server'),
      spareServers: of('spare'),
      persisters: of('persister'),
      haproxy,
      engines,
      brokers: engines.brokers,
      link(from, to) {
        const link = byName.get(`${from} > ${to}`)
        if (!link) throw new Error(`there is no link ${from} > ${to}`)
        return link
      },
      links: { all: links.all, broken: links.broken },
      logs,
      deaths,
      poured: 0,
      stop,
    }
  }
}
