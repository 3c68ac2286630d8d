import type { ServiceDefinition } from '@parley/dev/service-process'
import { describeService } from '@parley/testkit/cluster'
import type { StackEngines } from './engines'
import type { Place } from './places'

interface Parts {
  place: Place
  /** The directory of the bundles. */
  house: string
  balancerPort: number
  engines: StackEngines
}

/** With links of its own to the engines. */
export function describeLinkedService({ place, house, balancerPort, engines }: Parts): ServiceDefinition {
  const { kind, number, port, proxyPorts, brokerPorts } = place
  return describeService({
    kind: kind === 'persister' ? 'persister' : 'server',
    number,
    port,
    house,
    balancerPort,
    engines: {
      databaseUrl: throughPort(engines.postgres.url, proxyPorts.postgres),
      redisUrl: throughPort(engines.redis.url, proxyPorts.redis),
      kafkaBrokers: brokerPorts.map((each) => `127.0.0.1:${each}`).join(),
    },
    environment: { DRAIN_MS: '5000' },
  })
}

export function throughPort(url: string, port: number): string {
  const through = new URL(url)
  through.port = String(port)
  return through.href
}
