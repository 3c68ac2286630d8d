import { isDataError, isTransient, SeqConflictError, type Database } from '@parley/database'
import type { Delivery } from '@parley/delivery'
import type { RoomEvent, SequencedEvent } from '@parley/protocol'
import { untilItWorks, type Logger } from '@parley/service'
import {
  type IsGivenUp,
  type LoggedEvent,
  type Poison,
  type ReadRecord,
  type PartitionBatch,
} from './partition-batch'
import { readBatch } from './read-batch'
import type { SequenceMissing } from './sequence-missing'
import type { FindPositions } from './find-positions'
import { trimStored } from './trim-stored'
import { NewerRecordError } from './newer-record'
import { FencedError } from './fenced'
import { storeAroundPoison } from './poison'

/**
 * THE PATH BACK: resolves when the batch is in PostgreSQL and its rooms are trimmed. Throws only FencedError, and
 * NewerRecordError when everything before that record is stored. `isOwned`: false once the partition has moved to another
 * persister; then it stops waiting.
 */
export type PersistBatch = (batch: PartitionBatch, isOwned: () => boolean) => Promise<void>

/**
 * An answer of PostgreSQL older than this is asked again: ids leave Redis 10 minutes after they are stored. Milliseconds.
 */
const STALE_AFTER_MS = 60_000
const BACKOFF = { firstMs: 50, mostMs: 2_000 }

export function createPersistBatch(parts: {
  events: Pick<Database['events'], 'known' | 'store'>
  offsets: Pick<Database['offsets'], 'next'>
  delivery: Pick<Delivery, 'trimRooms' | 'forget'>
  findPositions: FindPositions
  sequenceMissing: SequenceMissing
  /**
   * Called once for each batch, or part of one, when its transaction is committed. `stored`: the number of its new
   * events.
   */
  onStored?: (batch: PartitionBatch<ReadRecord>, stored: number) => void
  isGivenUp: IsGivenUp
  nowMs: () => number
  /** The wait between two attempts; tools/path-model decides how long it is. */
  sleep?: (ms: number) => Promise<unknown>
  logger: Logger
}): PersistBatch {
  const {
    events,
    offsets,
    delivery,
    findPositions,
    sequenceMissing,
    onStored,
    isGivenUp,
    nowMs,
    sleep,
    logger,
  } = parts

  return async function persistBatch(batch, isOwned) {
    const { read, newer } = readBatch(batch, isGivenUp)
    if (read.records.length > 0) {
      await storeAroundPoison(read, (part, refused) =>
        store(refused ? setAside(part, refused) : part, isOwned),
      )
      await repeat(read, isOwned, () => trimStored(read.records.filter(isEvent), read.nextOffset, delivery))
    }
    if (newer) throw new NewerRecordError(batch.partition, newer)
  }

  async function store(batch: PartitionBatch<ReadRecord>, isOwned: () => boolean) {
    for (const { offset, reason } of batch.records.filter(isPoison)) {
      logger.error({ ...rangeOf(batch), offset, reason }, 'a poison record becomes a dead letter')
    }
    let tried: SequencedEvent[] | null = null
    const stored = await repeat(batch, isOwned, async (attempt) => {
      // A commit whose answer was lost has moved the offset: the work is done.
      if (attempt > 1 && (await offsets.next(batch.partition)) === batch.nextOffset) return tried?.length
      tried = await sequenceAll(batch)
      return commit(batch, tried)
    })
    if (stored !== undefined) onStored?.(batch, stored)
  }

  /** Resolves to the number of new events. */
  async function commit(batch: PartitionBatch<ReadRecord>, sequenced: SequencedEvent[]): Promise<number> {
    const { partition, fencingToken, baseOffset, nextOffset, records } = batch
    const deadLetters = records.filter(isPoison)
    const stored = await events.store({
      partition,
      fencingToken,
      baseOffset,
      nextOffset,
      events: sequenced,
      deadLetters,
    })
    if (stored === 'fenced') throw new FencedError(partition)
    logger.debug({ partition, baseOffset, nextOffset, stored }, 'stored')
    return stored
  }

  /**
   * Finds or gives the position of each event that PostgreSQL lacks. Servers have almost always given it, and only Redis
   * is asked. Every attempt to store repeats this: however long the last one took, no event that another persister stored
   * meanwhile gets a second seq.
   */
  async function sequenceAll(batch: PartitionBatch<ReadRecord>): Promise<SequencedEvent[]> {
    const all: SequencedEvent[] = []
    let waiting = batch.records.filter(isEvent)
    for (;;) {
      const found = await findPositions(batch, waiting)
      all.push(...found.sequenced)
      if (found.missing.length === 0) return all
      const askedAt = nowMs()
      const known = await events.known(found.missing.map(({ event: { roomId, id } }) => ({ roomId, id })))
      if (nowMs() - askedAt > STALE_AFTER_MS)
        throw new Error('this process was stopped for too long; PostgreSQL is asked again')
      const unstored = found.missing.filter(({ event }) => !known.has(key(event)))
      const { sequenced, stale } = await sequenceMissing(unstored, found.epochs)
      all.push(...sequenced)
      waiting = stale
    }
  }

  /** Waits out transient errors, for as long as it takes; throws permanent ones. */
  function repeat<T>(
    batch: PartitionBatch<ReadRecord>,
    isOwned: () => boolean,
    work: (attempt: number) => Promise<T>,
  ) {
    return untilItWorks(work, {
      backoff: BACKOFF,
      sleep,
      async onFailure(cause, attempt) {
        if (cause instanceof FencedError || isDataError(cause)) throw cause
        tell({ ...rangeOf(batch), attempt, cause })
        // A consumer that keeps waiting here cannot join its group again, and would have to end (3.14).
        if (!isOwned()) throw new FencedError(batch.partition)
        if (cause instanceof SeqConflictError) await forgetRooms(cause)
      },
    })
  }

  /** Redis gives seqs that PostgreSQL has given already: its seqs of these rooms are not to be trusted. */
  async function forgetRooms({ conflicts }: SeqConflictError) {
    for (const roomId of new Set(conflicts.map((each) => each.roomId))) {
      await delivery
        .forget(roomId)
        .catch((cause: unknown) =>
          logger.warn({ cause, roomId }, 'could not drop a room from Redis; trying again'),
        )
    }
  }

  function tell(failed: { attempt: number; cause: unknown }) {
    if (failed.cause instanceof SeqConflictError) {
      logger.error(failed, 'ALARM: a seq was given twice; its room starts a new epoch')
    } else if (isTransient(failed.cause)) {
      logger.warn(failed, 'not stored yet; trying again')
    } else {
      logger.warn(failed, 'not stored yet, because of an unexpected error; trying again')
    }
  }
}

/** The single record of a batch that PostgreSQL refuses, as a dead letter. */
function setAside(batch: PartitionBatch<ReadRecord>, reason: string): PartitionBatch<ReadRecord> {
  return { ...batch, records: batch.records.map((record) => ({ ...record, kind: 'poison', reason })) }
}

function isEvent(record: ReadRecord): record is LoggedEvent {
  return record.kind === 'event'
}

function isPoison(record: ReadRecord): record is Poison {
  return record.kind === 'poison'
}

function rangeOf({ partition, baseOffset, nextOffset }: PartitionBatch<ReadRecord>) {
  return { partition, baseOffset, nextOffset }
}

function key({ roomId, id }: RoomEvent): `${string}/${string}` {
  return `${roomId}/${id}`
}
