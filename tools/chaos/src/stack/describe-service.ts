import { describePersisters, describeServers, sharedEnvironment } from '@parley/dev/services'
import type { ServiceDefinition } from '@parley/dev/service-process'
import type { StackEngines } from './engines'
import type { Place } from './places'

/** Clients of a run come all at once, from one address, and write faster than people. */
const IN_A_HURRY = {
  GUEST_JOINS_PER_MINUTE: '100000',
  ROOM_JOIN_BURST: '1000',
  ROOM_CREATE_BURST: '1000',
  SEND_RATE_PER_SECOND: '1000',
  SEND_BURST: '1000',
  GUEST_SEND_RATE_PER_SECOND: '1000',
}

interface Parts {
  place: Place
  /** The directory of the bundles. */
  house: string
  balancerPort: number
  engines: StackEngines
}

/** As the launcher would start it, but with links of its own to the engines. */
export function describeService({ place, house, balancerPort, engines }: Parts): ServiceDefinition {
  const { proxyPorts, brokerPorts } = place
  const shared = sharedEnvironment(
    {
      databaseUrl: throughPort(engines.postgres.url, proxyPorts.postgres),
      redisUrl: throughPort(engines.redis.url, proxyPorts.redis),
      kafkaBrokers: brokerPorts.map((port) => `127.0.0.1:${port}`).join(),
      log: 'kafka',
    },
    'only people of this one run have cookies that this secret signed',
    {
      ...IN_A_HURRY,
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DRAIN_MS: '5000',
      LOG_LEVEL: process.env.LOG_LEVEL || 'info',
    },
  )
  const plan = { root: house } as Parameters<typeof describeServers>[0]
  const at = [{ id: String(place.number), port: place.port }]
  const ports = { web: 0, servers: at, persisters: at, balancer: { people: balancerPort, own: 0 } }
  const definition =
    place.kind === 'persister'
      ? describePersisters(plan, ports, shared)[0]
      : describeServers(plan, ports, shared)[0]
  if (!definition) throw new Error(`no service was described for ${place.id}`)
  return { ...definition, name: place.id, readyUrl: `http://127.0.0.1:${place.port}/readyz` }
}

export function throughPort(url: string, port: number): string {
  const through = new URL(url)
  through.port = String(port)
  return through.href
}
