// The parts of the path back as they are, counted. Wrapped from outside, so that the path reads as if nobody looked.
import { setTimeout as delay } from 'node:timers/promises'
import { isTransient, SeqConflictError, type Database } from '@parley/database'
import type { Delivery } from '@parley/delivery'
import type { EventLog } from '@parley/event-log'
import type { ReadRecord, Stretch } from './batch'
import type { PersisterMetrics } from './metrics'
import type { PersistBatch } from './persist-batch'

/** Where each partition has come: the offset of its next record. */
export type Positions = Map<number, number>

/** Whoever asks for the metrics does not wait longer for the log. */
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

/** Every record that is done with, once, and what became of it. */
export function countStored(metrics: StoredMetrics, positions: Positions) {
  return function stretchStored({ partition, next, records }: Stretch<ReadRecord>, stored: number): void {
    const deadLetters = records.filter((record) => record.kind === 'poison')
    positions.set(partition, next)
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
    async deliver(request) {
      const delivered = await delivery.deliver(request)
      if (delivered.kind !== 'delivered') return delivered
      if (request.seed) metrics.seeds.add({})
      metrics.delivered.add({}, delivered.events.filter(({ fresh }) => fresh).length)
      return delivered
    },
  }
}

export function watchBatch(
  persistBatch: PersistBatch,
  metrics: Pick<PersisterMetrics, 'batchSeconds'>,
  nowMs: () => number,
): PersistBatch {
  return async function persistBatchWatched(stretch, isOwned) {
    const beganAt = nowMs()
    await persistBatch(stretch, isOwned)
    metrics.batchSeconds.observe({}, (nowMs() - beganAt) / 1_000)
  }
}

/** How far the partitions that are read here are behind. Rejects when the log does not tell its end in time. */
export function createReadLag(parts: {
  eventLog: Pick<EventLog, 'end'>
  assigned: () => number[]
  positions: Positions
}) {
  const { eventLog, assigned, positions } = parts
  return async function readLag() {
    const readings = assigned().flatMap((partition) => {
      const position = positions.get(partition)
      return position === undefined ? [] : [lagOf(partition, position)]
    })
    const lags = await Promise.race([Promise.all(readings), delay(TIMEOUT_MS, null, { ref: false })])
    if (!lags) throw new Error('the log does not tell its end')
    return lags
  }

  async function lagOf(partition: number, position: number) {
    const end = await eventLog.end(partition)
    return { labels: { partition: String(partition) }, value: Math.max(0, end - position) }
  }
}

/** A reason may quote what stands in the record; as a label it would be a new series each time. */
function kindOf(reason: string): string {
  if (REASONS.has(reason)) return reason
  return /^\w*Error\b/.test(reason) ? 'refused by PostgreSQL' : 'not an event'
}
