import type { Database } from '@parley/database'
import type { EventLog } from '@parley/event-log'
import type { Log } from '@parley/service'

/** What a new head of a room begins from. */
export interface Seed {
  highest: number
  wall: number | null
}

export type SeedHead = (partition: number, roomId: string) => Promise<Seed>

/**
 * Called after a room's head was found missing or foreign. Only the persister seeds, because it reads the log in order:
 * a server that numbered new events now would put them before those that are said but not yet stored. The log's
 * end, read after the loss was found, is the wall: servers number there again once everything below is stored.
 */
export function createSeedHead(parts: {
  history: Pick<Database['history'], 'highestSeq'>
  eventLog: Pick<EventLog, 'end'>
  log: Log
}): SeedHead {
  const { history, eventLog, log } = parts

  return async function seedHead(partition, roomId) {
    const wall = await eventLog.end(partition)
    const highest = await history.highestSeq(roomId)
    log.info({ roomId, partition, wall, highest }, 'seeding the head of a room')
    return { highest, wall }
  }
}
