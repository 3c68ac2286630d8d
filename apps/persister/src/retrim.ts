import type { Database } from '@parley/database'
import type { Delivery } from '@parley/delivery'
import { MAX_BATCH_RECORDS, type EventLog, type StoredRecord } from '@parley/event-log'
import { readBatch } from './batch'
import { ForeignLogError } from './foreign-log'

/**
 * A persister that died between storing and trimming left ids in Redis that are stored: they would hold the room's
 * floor down for ever. The last batch before the offset row is read once more, and only trimmed. What is not stored must
 * not be: then this is another log, and nothing of it may be trimmed or passed over. Throws ForeignLogError.
 */
export async function retrim(
  partition: number,
  next: number,
  parts: {
    eventLog: Pick<EventLog, 'read'>
    events: Pick<Database['events'], 'known'>
    audit: Pick<Database['audit'], 'deadLetters'>
    delivery: Pick<Delivery, 'trim'>
  },
): Promise<void> {
  const { eventLog, events, audit, delivery } = parts
  const records: StoredRecord[] = []
  for await (const record of eventLog.read(partition, Math.max(0, next - MAX_BATCH_RECORDS), next))
    records.push(record)
  const logged = records.flatMap(({ offset, ...record }) =>
    readBatch([{ offset, ...record }]).events.map(({ event }) => ({ offset, event })),
  )
  const known = await events.known(logged.map(({ event: { roomId, id } }) => ({ roomId, id })))
  const missing = logged.filter(({ event: { roomId, id } }) => !known.has(`${roomId}/${id}`))
  if (missing.length > 0) {
    // One that PostgreSQL would never store.
    const dead = new Set(await audit.deadLetters(partition))
    const lost = missing.find(({ offset }) => !dead.has(offset))
    if (lost) throw new ForeignLogError(partition, lost.offset, next)
  }
  const stored = logged.filter(({ event: { roomId, id } }) => known.has(`${roomId}/${id}`))
  for (const { event } of stored) await delivery.trim(event.roomId, { ids: [event.id], offset: next })
}
