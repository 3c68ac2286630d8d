import { join } from 'node:path'
import { newPort } from '@parley/chaos/ports'
import { startApart, type Apart } from '../apart'
import type { Seat } from '../load/client'
import type { MeasuredProcess, Shape, System, SystemName } from './system'

export type PeerName = Exclude<SystemName, 'parley'>
const NODES: Record<PeerName, number> = { ws: 1, 'socket.io': 1, 'socket.io+redis': 2 }

/** Bare servers: started for one run, since they keep nothing. */
export async function startPeer(name: PeerName, redis: { url: string; pid: number }): Promise<System> {
  const usesRedis = name === 'socket.io+redis'
  const nodes: { process: Apart<object>; url: string; ready: Promise<unknown> }[] = []
  for (let n = 0; n < NODES[name]; n++) {
    const port = await newPort()
    const args = [name === 'ws' ? 'ws' : 'socket.io', String(port), ...(usesRedis ? [redis.url] : [])]
    const process = startApart<object>(join(import.meta.dirname, '..', 'peers', 'peer-process.ts'), args)
    nodes.push({ process, url: `http://127.0.0.1:${port}`, ready: process.order({}) })
  }
  await Promise.all(nodes.map(({ ready }) => ready))

  return {
    name,
    dialect: name === 'ws' ? 'ws' : 'socket.io',
    async seat({ rooms, perRoom }: Shape): Promise<Seat[]> {
      return Array.from({ length: rooms * perRoom }, (_, i) => ({
        url: nodes[(i >> 1) % nodes.length]!.url,
        cookie: null,
        rooms: [{ id: '', number: Math.floor(i / perRoom) }],
      }))
    },
    clear: () => Promise.resolve(),
    processes(): MeasuredProcess[] {
      const servers = nodes.map(({ process }, n) => ({
        name: `server-${n + 1}`,
        pid: process.pid,
        isOurs: true,
      }))
      return usesRedis ? [...servers, { name: 'redis', pid: redis.pid, isOurs: true }] : servers
    },
    async stop() {
      await Promise.all(nodes.map(({ process }) => process.stop()))
    },
  }
}
