import type { Delivery } from '@parley/delivery'
import { MAX_BATCH_RECORDS, type EventLog } from '@parley/event-log'
import { readBatch } from './batch'

/**
 * A persister that died between storing and trimming left ids in Redis that are stored: they would hold the room's
 * floor down for ever. The last batch before the offset row is read once more, and only trimmed.
 */
export async function retrim(
  partition: number,
  next: number,
  parts: { eventLog: Pick<EventLog, 'read'>; delivery: Pick<Delivery, 'trim'> },
): Promise<void> {
  const { eventLog, delivery } = parts
  for await (const record of eventLog.read(partition, Math.max(0, next - MAX_BATCH_RECORDS), next)) {
    for (const { event } of readBatch([record]).events) {
      await delivery.trim(event.roomId, { ids: [event.id], offset: next })
    }
  }
}
