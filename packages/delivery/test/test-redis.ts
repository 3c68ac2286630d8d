import { randomUUID } from 'node:crypto'
import { makeTestDirectory, startRedis, type RunningEngine } from '@parley/engines'
import type { Redis } from 'ioredis'
import { connectRedis, createDelivery, waitForRedis, type Delivery } from '../src'

export interface TestRedis {
  engine: RunningEngine
  /** The directory of the server's files. */
  dataDir: string
  connect(role?: 'commands' | 'subscriber'): Promise<Redis>
  close(): Promise<void>
}

/** A Redis server for this test file alone, to be emptied, killed and promoted. */
export async function startTestRedis(): Promise<TestRedis> {
  const directory = await makeTestDirectory()
  const engine = await startRedis({ dataDir: directory.path })
  const connections: Redis[] = []
  return {
    engine,
    dataDir: `${directory.path}/redis`,
    async connect(role = 'commands') {
      const redis = connectRedis(engine.url, { role })
      connections.push(redis)
      await waitForRedis(redis, 10_000)
      return redis
    },
    async close() {
      for (const redis of connections) redis.disconnect()
      await engine.stop()
      await directory.delete()
    },
  }
}

export interface TestRoom {
  roomId: string
  delivery: Delivery
  /** The name of its key, to read the stored data. */
  key: string
  prefix: string
  /** Everything that Redis holds of the room, to prove that nothing was written. */
  dump: () => Promise<Record<string, string>>
}

export function makeRoom(redis: Redis): TestRoom {
  const prefix = `test-${randomUUID()}`
  const roomId = randomUUID()
  const key = `${prefix}:{${roomId}}:head`
  return {
    roomId,
    delivery: createDelivery({ redis, prefix }),
    key,
    prefix,
    async dump() {
      const keys = await redis.keys(`${prefix}*`)
      const entries = keys.sort().map(async (name) => {
        const dumped = await redis.dumpBuffer(name)
        return [name, dumped.toString('hex')] as const
      })
      return Object.fromEntries(await Promise.all(entries))
    },
  }
}

/** Events whose text contains their id. */
export function events(...ids: string[]): { id: string; event: string }[] {
  return ids.map((id) => ({ id, event: `{"id":"${id}"}` }))
}

/** The `seq` of each event, after it was sequenced. */
export function numbers(sequenced: Awaited<ReturnType<Delivery['sequence']>>): number[] {
  if (sequenced.kind !== 'sequenced') throw new Error(`not delivered: ${sequenced.kind}`)
  return sequenced.events.map(({ seq }) => seq)
}

/** The name of the loss, which the persister gets when it finds the head lost. */
export async function nameLoss({ delivery, roomId }: TestRoom): Promise<string> {
  const found = await delivery.sequence({ roomId, by: 'persister', storedOffset: 0, events: [] })
  if (found.kind !== 'no-epoch') throw new Error(`not lost: ${found.kind}`)
  return found.loss
}
