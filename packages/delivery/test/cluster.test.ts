// A Redis Cluster of one node refuses the same as any cluster: keys and channels of several slots in one call.
import { randomUUID } from 'node:crypto'
import { makeTestDirectory, startRedis, type RunningEngine } from '@parley/engines'
import { Cluster, type Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  assertNoEviction,
  connectRedis,
  createDelivery,
  EvictionError,
  roomChannel,
  waitForRedis,
} from '../src'
import { emitToRoom, expectHears, packet, startChatServer, type ChatServer } from './chat-server'
import { events } from './test-redis'

let directory: Awaited<ReturnType<typeof makeTestDirectory>>
let engine: RunningEngine
let node: Redis
const clients: Cluster[] = []
const servers: ChatServer[] = []

beforeAll(async () => {
  directory = await makeTestDirectory()
  engine = await startRedis({ dataDir: directory.path, isClusterNode: true })
  node = connectRedis(engine.url, { role: 'commands' })
  await waitForRedis(node, 10_000)
  await node.config('SET', 'cluster-announce-ip', '127.0.0.1') // a single node does not know its address
  await node.call('CLUSTER', 'ADDSLOTSRANGE', 0, 16383)
  await vi.waitFor(async () => expect(await node.cluster('INFO')).toContain('cluster_state:ok'), 10_000)
})
afterAll(async () => {
  for (const server of servers) await server.close()
  for (const client of clients) client.disconnect()
  node?.disconnect()
  await engine?.stop()
  await directory?.delete()
})

async function connect(): Promise<Cluster> {
  const { hostname: host, port } = new URL(engine.url)
  const client = new Cluster([{ host, port: Number(port) }], { shardedSubscribers: true })
  clients.push(client)
  await vi.waitFor(() => expect(client.status).toBe('ready'), 10_000)
  return client
}

test('rooms get seqs, and heads of many rooms are read at once', async () => {
  const delivery = createDelivery({ redis: await connect() })
  const [roomId, silent, unknown] = [randomUUID(), randomUUID(), randomUUID()]
  await delivery.startEpoch(roomId, 0)
  await delivery.startEpoch(silent, 0)
  const said = await delivery.sequence({ roomId, by: 'server', storedOffset: 0, events: events('a', 'b') })
  if (said.kind !== 'sequenced') throw new Error(said.kind)
  expect(await delivery.heads([roomId, silent, unknown])).toMatchObject([
    { epoch: said.epoch, seq: said.epoch + 2, said: said.epoch + 2 },
    { said: 0 },
    null,
  ])
})

test('1.9: a node that would evict is found', async () => {
  const cluster = await connect()
  await expect(assertNoEviction(cluster)).resolves.toBeUndefined()
  await node.config('SET', 'maxmemory-policy', 'allkeys-lru')
  await expect(assertNoEviction(cluster)).rejects.toThrow(EvictionError)
  await node.config('SET', 'maxmemory-policy', 'noeviction')
})

test("clients get each other's events across servers, and are found", async () => {
  for (let nth = 0; nth < 2; nth++) servers.push(await startChatServer({ connect }))
  const [one, two] = servers as [ChatServer, ChatServer]
  const roomId = randomUUID()
  const [ada, bea] = [await one.connect(), await two.connect()]
  await ada.join(roomId)
  await bea.join(roomId)
  await expectHears(bea, (seq) => emitToRoom(one.io, packet(roomId, seq)))
  await vi.waitFor(async () => expect(await one.io.in(roomChannel(roomId)).fetchSockets()).toHaveLength(2))
})
