import { describePersisters, describeServers, sharedEnvironment } from '@parley/dev/services'
import type { ServiceDefinition } from '@parley/dev/service-process'
import { IN_A_HURRY } from './in-a-hurry'

export interface ServiceParts {
  kind: 'server' | 'persister'
  /** `server-1` has number 1. */
  number: number
  port: number
  /** The directory of the bundles. */
  house: string
  /** HAProxy, where there is one. */
  balancerPort: number | null
  engines: { databaseUrl: string; redisUrl: string; kafkaBrokers: string }
  environment: Record<string, string>
}

/** A server or a persister in production, as the launcher would start it, for clients in a hurry. */
export function describeService(parts: ServiceParts): ServiceDefinition {
  const { kind, number, port, house, balancerPort, engines, environment } = parts
  const shared = sharedEnvironment(
    { ...engines, log: 'kafka' },
    'only people of this one run have cookies that this secret signed',
    {
      ...IN_A_HURRY,
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      LOG_LEVEL: process.env.LOG_LEVEL || 'info',
      ...environment,
    },
  )
  const plan = { root: house } as Parameters<typeof describeServers>[0]
  const at = [{ id: String(number), port }]
  const balancer = balancerPort === null ? null : { people: balancerPort, own: 0 }
  const ports = { web: 0, servers: at, persisters: at, balancer }
  const describe = kind === 'persister' ? describePersisters : describeServers
  const [definition] = describe(plan, ports, shared)
  return { ...definition!, readyUrl: `http://127.0.0.1:${port}/readyz` }
}
