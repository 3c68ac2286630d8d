import { join } from 'node:path'
import { newPort } from '@parley/testkit/cluster'
import { startApart } from '../apart'
import { seatsOf } from './seats'
import type { MeasuredProcess, System, SystemName } from './system'

export type PeerName = Exclude<SystemName, 'parley' | 'centrifugo'>
const NODES: Record<PeerName, number> = {
  ws: 1,
  'socket.io': 1,
  'socket.io+redis': 2,
}
const file = join(import.meta.dirname, '..', 'peers', 'peer-process.ts')

/** Bare servers: started for one run, since they store nothing. */
export async function startPeer(name: PeerName, redis: { url: string; pid: number }): Promise<System> {
  const usesRedis = name === 'socket.io+redis'
  const nodes = await Promise.all(Array.from({ length: NODES[name] }, startNode))
  const urls = nodes.map(({ url }) => url)

  async function startNode() {
    const [port, inspectPort] = [await newPort(), await newPort()]
    const args = [name === 'ws' ? 'ws' : 'socket.io', String(port), ...(usesRedis ? [redis.url] : [])]
    const process = startApart<object>(file, args, [`--inspect-port=127.0.0.1:${inspectPort}`])
    await process.order({})
    return { process, url: `http://127.0.0.1:${port}`, inspectPort }
  }

  return {
    name,
    dialect: name === 'ws' ? 'ws' : 'socket.io',
    seat: async (shape) => {
      return seatsOf(
        shape,
        urls,
        (number) => ({ id: '', number, epoch: 0, seq: 0 }),
        () => null,
      )
    },
    clear: () => Promise.resolve(),
    processes(): MeasuredProcess[] {
      const servers = nodes.map(({ process, inspectPort }, n) => ({
        name: `server-${n + 1}`,
        pid: process.pid,
        isOurs: true,
        inspectPort,
      }))
      return usesRedis
        ? [...servers, { name: 'redis', pid: redis.pid, isOurs: true, inspectPort: null }]
        : servers
    },
    async stop() {
      await Promise.all(nodes.map(({ process }) => process.stop()))
    },
  }
}
