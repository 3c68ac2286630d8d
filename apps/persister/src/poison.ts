import { isDataError } from '@parley/database'
import type { PartitionBatch } from './partition-batch'

type Offset = { offset: number }
/** Stores a batch; with `refused`, its single record becomes a dead letter with that reason. */
export type Store<R extends Offset> = (batch: PartitionBatch<R>, refused?: string) => Promise<void>

/**
 * Stores a batch in which PostgreSQL may refuse a record permanently: bisection finds the record, and it alone becomes a
 * dead letter. Only data errors get here; `store` waits transient ones out.
 */
export async function storeAroundPoison<R extends Offset>(
  batch: PartitionBatch<R>,
  store: Store<R>,
): Promise<void> {
  try {
    await store(batch)
  } catch (cause) {
    if (!isDataError(cause)) throw cause
    if (batch.records.length === 1) return store(batch, String(cause))
    for (const half of halve(batch)) await storeAroundPoison(half, store)
  }
}

function halve<R extends Offset>(batch: PartitionBatch<R>): [PartitionBatch<R>, PartitionBatch<R>] {
  const { records } = batch
  const middle = records[Math.ceil(records.length / 2)]!.offset
  return [
    { ...batch, nextOffset: middle, records: records.filter(({ offset }) => offset < middle) },
    { ...batch, baseOffset: middle, records: records.filter(({ offset }) => offset >= middle) },
  ]
}
