import { setImmediate as turn } from 'node:timers/promises'
import { isDataError, SeqConflictError } from './failures'
import type { EventBatch, StoredCounts } from './store-batch'

/** Stores one batch. Resolves to the number of its new events, or to "fenced". */
export type StoreBatch = (batch: EventBatch) => Promise<number | 'fenced'>

/** The most events of one transaction, so that it stays well below the timeouts however many wait. */
const MOST_EVENTS = 6_000

interface Waiting {
  batch: EventBatch
  resolve(result: number | 'fenced'): void
  reject(cause: unknown): void
}

/**
 * Group commit: batches of different partitions that come during a transaction share the next one. A batch that
 * PostgreSQL refuses fails alone: the others of its transaction are then stored one by one.
 */
export function createStoreTogether(store: (batches: EventBatch[]) => Promise<StoredCounts>): StoreBatch {
  let waiting: Waiting[] = []
  let isStoring = false

  return function storeTogether(batch) {
    return new Promise((resolve, reject) => {
      waiting.push({ batch, resolve, reject })
      void storeWaiting()
    })
  }

  async function storeWaiting() {
    if (isStoring) return
    isStoring = true
    // The partitions of one fetch get here in the same turn of the event loop.
    await turn()
    while (waiting.length > 0) await storeGroup(takeGroup())
    isStoring = false
  }

  function takeGroup(): Waiting[] {
    const group = new Map<number, Waiting>()
    let events = 0
    for (const each of waiting) {
      const { partition } = each.batch
      if (group.has(partition)) continue
      events += each.batch.events.length
      if (group.size > 0 && events > MOST_EVENTS) break
      group.set(partition, each)
    }
    waiting = waiting.filter((each) => group.get(each.batch.partition) !== each)
    return [...group.values()]
  }

  async function storeGroup(group: Waiting[]): Promise<void> {
    try {
      const stored = await store(group.map(({ batch }) => batch))
      for (const { batch, resolve } of group) resolve(stored.get(batch.partition) ?? 'fenced')
    } catch (cause) {
      const isOfOneBatch = isDataError(cause) || cause instanceof SeqConflictError
      if (isOfOneBatch && group.length > 1) for (const each of group) await storeGroup([each])
      else for (const { reject } of group) reject(cause)
    }
  }
}
