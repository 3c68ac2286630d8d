import type { EngineName } from './engines'
import { newPort } from './ports'

/** Where a service runs, and the ports of its links. */
export interface Place {
  kind: 'server' | 'spare' | 'persister'
  /** `server-1` */
  id: string
  number: number
  port: number
  /** Where it finds each engine; for servers also where HAProxy finds it. */
  proxyPorts: Record<Exclude<EngineName, 'kafka'>, number> & { haproxy?: number }
  /** Where it finds each broker of Kafka. */
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
