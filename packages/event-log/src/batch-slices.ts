import type { LogRecord, StoredRecord } from './event-log'

/** Limits of one onBatch call, and of one request to the log. (kafkajs does not keep Kafka's own limits: #1694.) */
export const MAX_BATCH_RECORDS = 500
export const MAX_BATCH_BYTES = 512 * 1024

/** Cuts records into batches within the limits. A record that is too large by itself is a batch by itself. */
export function sliceRecords(records: StoredRecord[]): StoredRecord[][] {
  const slices: StoredRecord[][] = []
  let slice: StoredRecord[] = []
  let bytes = 0
  for (const record of records) {
    const size = recordBytes(record)
    if (slice.length > 0 && (slice.length === MAX_BATCH_RECORDS || bytes + size > MAX_BATCH_BYTES)) {
      slices.push(slice)
      slice = []
      bytes = 0
    }
    slice.push(record)
    bytes += size
  }
  if (slice.length > 0) slices.push(slice)
  return slices
}

export function recordBytes(record: LogRecord): number {
  return Buffer.byteLength(record.key) + Buffer.byteLength(record.value)
}
