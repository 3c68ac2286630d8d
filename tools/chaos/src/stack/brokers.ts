import { join } from 'node:path'
import { newClusterId, startKafka, type RunningEngine } from '@parley/engines'
import { newPort } from '@parley/testkit/cluster'

interface Broker {
  engine: RunningEngine
  /** Without a link. */
  port: number
  dataDir: string
}

export interface Brokers {
  brokers: readonly Broker[]
  /** The port at which this place's service connects to this broker, behind its link. */
  portOf(place: number, broker: number): number
  stop(): Promise<void>
}

/** One broker, or a cluster: as many brokers as each place has proxies for. */
export async function startBrokers({
  dataDir,
  proxyPorts,
  say,
}: {
  dataDir: string
  proxyPorts: readonly (readonly number[])[]
  say: (line: string) => void
}): Promise<Brokers> {
  const count = proxyPorts[0]?.length ?? 1
  const clusterId = newClusterId()
  const controllerPorts = await newPorts(count)
  const portsOf: number[][] = []
  for (let nth = 0; nth < count; nth++) portsOf.push(await newPorts(proxyPorts.length))

  async function startBroker(nth: number): Promise<Broker> {
    // The first broker uses the directory of a single one.
    const own = nth === 0 ? dataDir : join(dataDir, `broker-${nth + 1}`)
    const port = await newPort()
    const engine = await startKafka({
      dataDir: own,
      port,
      behindProxies: portsOf[nth]!.map((each, place) => ({
        port: each,
        proxyPort: proxyPorts[place]![nth]!,
      })),
      member: { id: nth + 1, clusterId, controllerPorts },
      log: say,
    })
    return { engine, port, dataDir: own }
  }

  const settled = await Promise.allSettled(portsOf.map((_, nth) => startBroker(nth)))
  const brokers = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const stop = async () => void (await Promise.all(brokers.map(({ engine }) => engine.stop())))
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed) {
    await stop()
    throw failed.reason
  }
  return { brokers, portOf: (place, broker) => portsOf[broker]![place]!, stop }
}

async function newPorts(count: number): Promise<number[]> {
  const ports: number[] = []
  while (ports.length < count) ports.push(await newPort())
  return ports
}
