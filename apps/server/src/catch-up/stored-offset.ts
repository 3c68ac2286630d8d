import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '@parley/database'
import type { EventLog } from '@parley/event-log'
import type { RoomId } from '@parley/protocol'

/** How far PostgreSQL has stored the room's partition: the offset of the next record to store. */
export function createStoredOffset(
  offsets: Pick<Database['offsets'], 'next'>,
  eventLog: Pick<EventLog, 'partitionOf'>,
): (roomId: RoomId) => Promise<number> {
  return (roomId) => offsets.next(eventLog.partitionOf(roomId))
}

/**
 * True when PostgreSQL has everything that the log has of the room's partition at this moment; false when that takes
 * longer than some six seconds, as long as a send may wait. Only after that is an event that is in neither Redis nor
 * PostgreSQL certainly nowhere: Redis may have lost it.
 */
export type WhenStored = (roomId: RoomId) => Promise<boolean>

const STORED_WITHIN = { attempts: 8, stepMs: 250, mostMs: 1_000 }

export function createWhenStored(parts: {
  storedOffset: (roomId: RoomId) => Promise<number>
  eventLog: Pick<EventLog, 'end' | 'partitionOf'>
  /** The wait between two checks; tools/path-model decides how long it is. */
  sleep?: (ms: number) => Promise<unknown>
}): WhenStored {
  const { storedOffset, eventLog, sleep = delay } = parts
  return async function whenStored(roomId) {
    const end = await eventLog.end(eventLog.partitionOf(roomId))
    for (let attempt = 1; (await storedOffset(roomId)) < end; attempt++) {
      if (attempt === STORED_WITHIN.attempts) return false
      await sleep(Math.min(attempt * STORED_WITHIN.stepMs, STORED_WITHIN.mostMs))
    }
    return true
  }
}
