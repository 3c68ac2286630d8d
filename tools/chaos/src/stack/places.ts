import type { EngineName } from './engines'
import { newPort } from '@parley/testkit/cluster'

/** The place of a service, with the ports of its links. */
export interface Place {
  kind: 'server' | 'spare' | 'persister'
  /** `server-1` */
  id: string
  number: number
  port: number
  /** The service's ports for each engine; for servers also HAProxy's port to it. */
  proxyPorts: Record<Exclude<EngineName, 'kafka'>, number> & { haproxy?: number }
  /** The service's ports for each Kafka broker. */
  brokerPorts: number[]
}

export async function placesFor(counts: {
  servers: number
  spareServers: number
  persisters: number
  brokers: number
}): Promise<Place[]> {
  const places: Place[] = []
  const add = async (kind: Place['kind'], name: string, number: number) => {
    const proxyPorts = { redis: await newPort(), postgres: await newPort() }
    const haproxy = kind === 'persister' ? {} : { haproxy: await newPort() }
    const brokerPorts: number[] = []
    for (let n = 1; n <= counts.brokers; n++) brokerPorts.push(await newPort())
    places.push({
      kind,
      id: `${name}-${number}`,
      number,
      port: await newPort(),
      proxyPorts: { ...proxyPorts, ...haproxy },
      brokerPorts,
    })
  }
  const { servers, spareServers, persisters } = counts
  for (let n = 1; n <= servers + spareServers; n++) await add(n <= servers ? 'server' : 'spare', 'server', n)
  for (let n = 1; n <= persisters; n++) await add('persister', 'persister', n)
  return places
}
