import { describePersisters, describeServers, sharedEnvironment } from '@parley/dev/services'
import type { ServiceDefinition } from '@parley/dev/service-process'
import type { BenchEngines } from './engines'

/** Clients of a run come all at once from one address, and write faster than people. */
const IN_A_HURRY = {
  GUEST_JOINS_PER_MINUTE: '1000000',
  ROOM_CREATE_BURST: '100000',
  SEND_RATE_PER_SECOND: '100000',
  SEND_BURST: '100000',
  GUEST_SEND_RATE_PER_SECOND: '100000',
}

interface Wish {
  /** The directory of the bundles. */
  house: string
  engines: BenchEngines
  serverPorts: readonly number[]
  persisterPort: number
  environment: Record<string, string>
  /** One per service, servers first: the port of its inspector when one is requested. */
  inspectPorts: readonly number[]
}

/** As the launcher starts them in production: servers, then the persister. */
export function describeServices(wish: Wish): ServiceDefinition[] {
  const { house, engines, serverPorts, persisterPort, environment, inspectPorts } = wish
  const { postgres, redis, kafka } = engines
  const shared = sharedEnvironment(
    {
      databaseUrl: postgres.url,
      redisUrl: redis.url,
      kafkaBrokers: kafka.url,
      log: 'kafka',
    },
    'only people of this one run have cookies that this secret signed',
    {
      ...IN_A_HURRY,
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      LOG_LEVEL: 'info',
      ...environment,
    },
  )
  const plan = { root: house } as Parameters<typeof describeServers>[0]
  const ports = {
    web: 0,
    servers: serverPorts.map((port, nth) => ({ id: String(nth + 1), port })),
    persisters: [{ id: '1', port: persisterPort }],
    balancer: null,
  }
  const [persister] = describePersisters(plan, ports, shared)
  if (!persister) throw new Error('no persister was described')
  const services = [...describeServers(plan, ports, shared), persister]
  return services.map((service, nth) => ({
    ...service,
    args: [`--inspect-port=127.0.0.1:${inspectPorts[nth]}`, ...service.args],
  }))
}
