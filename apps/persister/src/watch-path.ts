// Counts the parts of the path back from outside, so that the path itself reads without metrics.
import { isTransient, SeqConflictError, type Database } from '@parley/database'
import type { Delivery } from '@parley/delivery'
import type { EventLog } from '@parley/event-log'
import { orAfter } from '@parley/service'
import type { ReadRecord, PartitionBatch } from './partition-batch'
import type { PersisterMetrics } from './metrics'
import type { PersistBatch } from './persist-batch'

/** The offset of the next record to store, by partition. */
export type NextOffsets = Map<number, number>

/** A scrape of the metrics does not wait longer for the log. Milliseconds. */
const TIMEOUT_MS = 1_000
const REASONS = new Set(['not JSON', 'no version', 'the key is not the room', 'given up by an operator'])

export function watchStore(
  { known, store }: Pick<Database['events'], 'known' | 'store'>,
  metrics: Pick<PersisterMetrics, 'seqConflicts' | 'failures'>,
): Pick<Database['events'], 'known' | 'store'> {
  return {
    known,
    async store(batch) {
      return store(batch).catch((cause: unknown) => {
        if (cause instanceof SeqConflictError) metrics.seqConflicts.add({}, cause.conflicts.length)
        metrics.failures.add({ kind: isTransient(cause) ? 'transient' : 'other' })
        throw cause
      })
    },
  }
}

type StoredMetrics = Pick<PersisterMetrics, 'batches' | 'consumed' | 'stored' | 'redelivered' | 'deadLetters'>

/** Counts every finished record once, by its result. */
export function countStored(metrics: StoredMetrics, nextOffsets: NextOffsets) {
  return function batchStored(
    { partition, nextOffset, records }: PartitionBatch<ReadRecord>,
    stored: number,
  ): void {
    const deadLetters = records.filter((record) => record.kind === 'poison')
    nextOffsets.set(partition, nextOffset)
    metrics.batches.add({})
    metrics.consumed.add({}, records.length)
    metrics.stored.add({}, stored)
    metrics.redelivered.add({}, records.length - stored - deadLetters.length)
    for (const { reason } of deadLetters) metrics.deadLetters.add({ reason: kindOf(reason) })
  }
}

export function watchDelivery(delivery: Delivery, metrics: PersisterMetrics): Delivery {
  return {
    ...delivery,
    async sequence(request) {
      const sequenced = await delivery.sequence(request)
      if (sequenced.kind !== 'sequenced') return sequenced
      if (request.startEpoch) metrics.epochsStarted.add({})
      metrics.sequenced.add({}, sequenced.events.filter(({ isNew }) => isNew).length)
      return sequenced
    },
  }
}

export function watchBatch(
  persistBatch: PersistBatch,
  metrics: Pick<PersisterMetrics, 'batchSeconds'>,
  nowMs: () => number,
): PersistBatch {
  return async function persistBatchWatched(batch, isOwned) {
    const beganAt = nowMs()
    await persistBatch(batch, isOwned)
    metrics.batchSeconds.observe({}, (nowMs() - beganAt) / 1_000)
  }
}

/** The lag of the partitions that this process reads. Rejects when the log does not report its end in time. */
export function createReadLag(parts: {
  eventLog: Pick<EventLog, 'end'>
  assigned: () => number[]
  nextOffsets: NextOffsets
}) {
  const { eventLog, assigned, nextOffsets } = parts
  return async function readLag() {
    const readings = assigned().flatMap((partition) => {
      const nextOffset = nextOffsets.get(partition)
      return nextOffset === undefined ? [] : [lagOf(partition, nextOffset)]
    })
    const lags = await orAfter(TIMEOUT_MS, Promise.all(readings), null)
    if (!lags) throw new Error('the log does not report its end')
    return lags
  }

  async function lagOf(partition: number, nextOffset: number) {
    const end = await eventLog.end(partition)
    return { labels: { partition: String(partition) }, value: Math.max(0, end - nextOffset) }
  }
}

/** `waiting` also has partitions that have moved to another process since. */
export function createReadWaiting({ waiting, assigned }: Record<'waiting' | 'assigned', () => number[]>) {
  return function readWaiting() {
    const ours = new Set(assigned())
    return [{ labels: {}, value: waiting().filter((partition) => ours.has(partition)).length }]
  }
}

/** A reason may quote the record; as a label it would be a new series each time. */
function kindOf(reason: string): string {
  if (REASONS.has(reason)) return reason
  return /^\w*Error\b/.test(reason) ? 'refused by PostgreSQL' : 'not an event'
}
