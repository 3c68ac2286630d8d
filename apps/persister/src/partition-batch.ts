import type { RoomEvent } from '@parley/protocol'
import type { RoomIds } from '@parley/delivery'
import type { StoredRecord } from '@parley/event-log'

/** The right to store a partition, until another persister takes it over. */
export interface Ownership {
  partition: number
  fencingToken: number
}

/** Records of one partition from `baseOffset` up to, not including, `nextOffset`. */
export interface PartitionBatch<R extends { offset: number } = StoredRecord> extends Ownership {
  baseOffset: number
  nextOffset: number
  records: R[]
}

/** The kind of a record. `duplicate`: an earlier record of the batch has the same event. */
export type ReadRecord = LoggedEvent | (StoredRecord & { kind: 'duplicate' }) | Poison
/** An event with its text in the log. */
export type LoggedEvent = StoredRecord & { kind: 'event'; event: RoomEvent }
export type Poison = StoredRecord & { kind: 'poison'; reason: string }

/** The first record of a batch that only a newer version can read. */
export interface NewerRecord {
  offset: number
  reason: string
}

/** True for a record that an operator has given up. */
export type IsGivenUp = (partition: number, offset: number) => boolean

export function byRoom(events: LoggedEvent[]): Map<string, LoggedEvent[]> {
  const rooms = new Map<string, LoggedEvent[]>()
  for (const logged of events) {
    const ofRoom = rooms.get(logged.event.roomId)
    if (ofRoom) ofRoom.push(logged)
    else rooms.set(logged.event.roomId, [logged])
  }
  return rooms
}

export function idsByRoom(logged: LoggedEvent[]): RoomIds[] {
  return [...byRoom(logged)].map(([roomId, ofRoom]) => ({ roomId, ids: ofRoom.map(({ event }) => event.id) }))
}
