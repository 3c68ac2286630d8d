import { setTimeout as sleep } from 'node:timers/promises'
import { openEventLog } from '@parley/event-log'
import { encodeRoomEvent } from '@parley/protocol'
import { withPostgres } from '@parley/testkit/postgres'
import { v7 } from 'uuid'
import type { BenchEngines } from './engines'

const BODY = 'x'.repeat(200)
const AT_ONCE = 1_000
const STORED_LIMIT_MS = 90_000

/** Messages that no server has seen, one for each given room: the persister has to do all the work. */
export async function pour({ kafka, redis }: BenchEngines, roomIds: readonly string[]): Promise<void> {
  const log = await openEventLog({
    kind: 'kafka',
    kafkaBrokers: kafka.url,
    redisUrl: redis.url,
  })
  const at = Date.now()
  try {
    for (let from = 0; from < roomIds.length; from += AT_ONCE) {
      const records = roomIds.slice(from, from + AT_ONCE).map((roomId) => ({
        key: roomId,
        value: encodeRoomEvent({
          kind: 'message',
          id: v7(),
          roomId,
          authorId: 'bench',
          authorName: 'Bench',
          at,
          body: BODY,
        }),
      }))
      await log.append(records)
    }
  } finally {
    await log.close()
  }
}

/** How far the persister has come, over all partitions: one for each record. */
export function storedOffset({ postgres }: BenchEngines): Promise<number> {
  return withPostgres(postgres.url, async (client) => {
    const { rows } = await client.query<{ sum: string }>(
      'select /* bench */ coalesce(sum(next), 0) as sum from partition_offsets',
    )
    return Number(rows[0]?.sum)
  })
}

export async function untilStored(engines: BenchEngines, offset: number): Promise<void> {
  const giveUpAt = performance.now() + STORED_LIMIT_MS
  while ((await storedOffset(engines)) < offset) {
    if (performance.now() > giveUpAt) throw new Error('the persister does not come to the end of the log')
    await sleep(20)
  }
}
