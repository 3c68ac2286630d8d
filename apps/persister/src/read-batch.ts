import { decodeRoomEvent } from '@parley/protocol'
import type { StoredRecord } from '@parley/event-log'
import type {
  IsGivenUp,
  LoggedEvent,
  NewerRecord,
  PartitionBatch,
  Poison,
  ReadRecord,
} from './partition-batch'

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
      // The first record counts: a later one under the same id is a duplicate, or somebody else's copy.
      const identity = `${one.event.roomId}/${one.event.id}`
      records.push(said.has(identity) ? { ...record, kind: 'duplicate' } : one)
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
