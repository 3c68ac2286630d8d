import { decodeRoomEvent, type RoomEvent } from '@parley/protocol'
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

/** The kind of a record. `repeat`: an earlier record of the batch has the same event. */
export type ReadRecord = LoggedEvent | (StoredRecord & { kind: 'repeat' }) | Poison
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

/**
 * Reads a batch up to the first record of a newer version. Each id counts once, because the log may repeat; a record that
 * can never be an event is poison.
 */
export function readBatch(
  batch: PartitionBatch,
  isGivenUp: IsGivenUp,
): { read: PartitionBatch<ReadRecord>; newer: NewerRecord | null } {
  const said = new Set<string>()
  const records: ReadRecord[] = []
  for (const record of batch.records) {
    const one = readRecord(record, batch.partition, isGivenUp)
    if (one.kind === 'newer') {
      const { offset, reason } = one
      return { read: { ...batch, records, nextOffset: offset }, newer: { offset, reason } }
    }
    if (one.kind === 'poison') records.push(one)
    else {
      // The first record counts: a later one under the same id is a repeat, or somebody else's copy.
      const identity = `${one.event.roomId}/${one.event.id}`
      records.push(said.has(identity) ? { ...record, kind: 'repeat' } : one)
      said.add(identity)
    }
  }
  return { read: { ...batch, records }, newer: null }
}

/** The kind of one record by itself. */
function readRecord(
  record: StoredRecord,
  partition: number,
  isGivenUp: IsGivenUp,
): LoggedEvent | Poison | (NewerRecord & { kind: 'newer' }) {
  const decoded = decodeRoomEvent(record.value)
  if (decoded.kind === 'event' && decoded.event.roomId === record.key) return { ...record, ...decoded }
  if (decoded.kind === 'event') return { ...record, kind: 'poison', reason: 'the key is not the room' }
  if (decoded.kind === 'unreadable') return { ...record, kind: 'poison', reason: decoded.reason }
  if (isGivenUp(partition, record.offset))
    return { ...record, kind: 'poison', reason: 'given up by an operator' }
  return { kind: 'newer', offset: record.offset, reason: decoded.reason }
}

/** The events of records that are read back. Records that a newer version stored are skipped. */
export function eventsOf(partition: number, records: StoredRecord[]): LoggedEvent[] {
  return records.flatMap((record) => {
    const one = readRecord(record, partition, () => false)
    return one.kind === 'event' ? [one] : []
  })
}

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
