import type { Redis } from 'ioredis'
import type { RoomId } from '@parley/protocol'
import type { sequence } from './sequence'
import { LAYOUT, roomKeys, type RoomKeys } from './keys'
import type { RedisClient } from './script'
import { readTail, type Head } from './tail'

/** Heads of many rooms, in their order; null if one is missing or foreign. One pipeline. */
export async function readHeads(
  redis: RedisClient,
  prefix: string,
  roomIds: RoomId[],
): Promise<(Head | null)[]> {
  if (roomIds.length === 0) return []
  if (redis.isCluster) return await readHeadsOfCluster(redis, prefix, roomIds)

  const pipeline = (redis as Redis).pipeline().info('replication')
  for (const roomId of roomIds)
    pipeline.hmget(roomKeys(prefix, roomId).room, 'replicationId', 'epoch', 'seq', 'said')
  const [info, ...heads] = valuesOf(await pipeline.exec())

  // A failover between the two commands goes unnoticed once; a head is only a hint, and the next round notices it.
  const run = `${/master_replid:(\w+)/.exec(info as string)?.[1]}${LAYOUT}`
  return (heads as (string | null)[][]).map(([owner, epoch, seq, said]) =>
    owner === run ? { epoch: Number(epoch), seq: Number(seq), said: Number(said ?? 0) } : null,
  )
}

/** How many seqs above persistedSeq are not stored; also for a foreign head, whose seqs are not stored either. */
export async function countUnstored(redis: RedisClient, { room }: RoomKeys): Promise<number> {
  const [seq, persistedSeq, above] = await redis.hmget(room, 'seq', 'persistedSeq', 'above')
  const ranges = (above ?? '').split(' ').map((range) => range.split('-').map(Number))
  const stored = ranges.reduce(
    (sum, [first = 0, last]) => sum + (last === undefined ? 0 : last - first + 1),
    0,
  )
  return Number(seq ?? 0) - Number(persistedSeq ?? 0) - stored
}

/** Starts the first epoch of a new room, so that its first message does not wait for the persister. */
export async function startEpoch(
  sequenceHere: (request: Parameters<typeof sequence>[2]) => Promise<unknown>,
  roomId: RoomId,
  highest: number,
): Promise<void> {
  await sequenceHere({
    roomId,
    by: 'persister',
    storedOffset: 0,
    startEpoch: { highest, recoveryBarrier: null },
    events: [],
  })
}

/**
 * In a cluster a pipeline must stay on one node, and each node has its own replication id: so each room has its own call.
 */
async function readHeadsOfCluster(redis: RedisClient, prefix: string, roomIds: RoomId[]) {
  return await Promise.all(
    roomIds.map(async (roomId) => {
      const tail = await readTail(redis, roomKeys(prefix, roomId), Number.MAX_SAFE_INTEGER)
      return tail && { epoch: tail.epoch, seq: tail.seq, said: tail.said }
    }),
  )
}

function valuesOf(results: [error: Error | null, result: unknown][] | null): unknown[] {
  return (results ?? []).map(([error, value]) => {
    if (error) throw error
    return value
  })
}
