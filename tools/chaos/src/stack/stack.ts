// The whole system in a directory of its own, with a link that can fail between every two parts.
import { join } from 'node:path'
import { prepareDatabase } from '@parley/dev/prepare-database'
import { withPostgres } from '@parley/testkit/postgres'
import { startLinks } from '../faults/links'
import type { FaultLink } from '../faults/fault-link'
import { createBalancer, type Balancer } from './balancer'
import {
  createService,
  newPort,
  openServiceLogs,
  type Service,
  type ServiceLogs,
  takeBundles,
} from '@parley/testkit/cluster'
import { startStackEngines, startStandby, type Engine, type EngineName } from './engines'
import { placesFor } from './places'
import type { StackShape } from './shape'
import { describeLinkedService, throughPort } from './describe-linked-service'

export interface ChaosStack {
  dataDir: string
  /** HAProxy: the one address of everything. */
  url: string
  /** The engines themselves, without links. */
  databaseUrl: string
  redisUrl: string
  kafkaBrokers: string[]
  /** The running servers; a rolling restart replaces them. */
  servers: Service[]
  /** Not started: they replace running ones. */
  spareServers: Service[]
  persisters: Service[]
  haproxy: Balancer
  engines: Record<EngineName, Engine>
  /** Kafka's brokers; `engines.kafka` is the first of them, and the only one in most stacks. */
  brokers: readonly Engine[]
  /** PostgreSQL's replica, behind the link `standby > postgres`, in a stack that has one. */
  standby: Engine | null
  /** The replica becomes PostgreSQL for every part. The previous one must have ended. */
  failOver(): Promise<void>
  /** `link('server-1', 'redis')`, `link('haproxy', 'server-1')`. */
  link(from: string, to: string): FaultLink
  links: { all(): readonly FaultLink[]; broken(): string[] }
  logs: ServiceLogs
  /** Services that ended although nobody stopped them: `server-1: code 1`. */
  deaths: string[]
  /** How many records were appended without a server. */
  poured: number
  stop(): Promise<void>
}

export interface StackOptions {
  /** For this stack alone; see makeTestDirectory. */
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
      startStackEngines({ dataDir, kafkaProxyPorts, shape, say }).then((started) => {
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

    const standby = shape.standby ? await addStandby() : null
    let databaseUrl = engines.postgres.url
    if (standby) {
      // The checkers too must find the current PostgreSQL.
      const port = await newPort()
      await open('judge', 'postgres', port, engines.postgres.port)
      databaseUrl = throughPort(databaseUrl, port)
    }

    async function addStandby() {
      const port = await newPort()
      await open('standby', 'postgres', port, engines.postgres.port)
      const started = await startStandby(dataDir, engines.postgres, port)
      closing.push(() => started.kill())
      return started
    }

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
      const definition = describeLinkedService({ place, house, balancerPort, engines })
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
    await haproxy.checked()
    say(`servers, persisters and HAProxy are ready: ${balancerPort}`)

    const stack: ChaosStack = {
      dataDir,
      url: `http://localhost:${balancerPort}`,
      databaseUrl,
      redisUrl: engines.redis.url,
      kafkaBrokers: engines.brokers.map(({ url }) => url),
      servers: of('server'),
      spareServers: of('spare'),
      persisters: of('persister'),
      haproxy,
      engines: { redis: engines.redis, kafka: engines.kafka, postgres: engines.postgres },
      brokers: engines.brokers,
      standby,
      async failOver() {
        if (!standby) throw new Error('this stack has no replica')
        await withPostgres(standby.url, (client) => client.query('select pg_promote(true, 30)'))
        for (const [name, link] of byName) if (name.endsWith(' > postgres')) await link.leadTo(standby.port)
        stack.engines.postgres = standby
      },
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
    return stack
  }
}
