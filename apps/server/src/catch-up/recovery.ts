import type { Database } from '@parley/database'
import type { EventLog } from '@parley/event-log'
import type { RoomTail } from '@parley/delivery'

/**
 * True while a room's numbers are being rebuilt after Redis lost data: events below the wall are acknowledged and
 * perhaps in neither the tail nor PostgreSQL yet. Rejects when PostgreSQL is away.
 */
export type IsRecovering = (roomId: string, tail: Pick<RoomTail, 'wall'>) => Promise<boolean>

export function createIsRecovering(storedOffset: (roomId: string) => Promise<number>): IsRecovering {
  return async function isRecovering(roomId, { wall }) {
    return wall !== null && (await storedOffset(roomId)) < wall
  }
}

export function createStoredOffset(
  offsets: Pick<Database['offsets'], 'next'>,
  eventLog: Pick<EventLog, 'partitionOf'>,
): (roomId: string) => Promise<number> {
  return (roomId) => offsets.next(eventLog.partitionOf(roomId))
}
