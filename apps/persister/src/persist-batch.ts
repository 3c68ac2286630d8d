import { isDataError, isTransient, SeqConflictError, type Database } from '@parley/database'
import type { Delivery } from '@parley/delivery'
import type { RoomEvent, SequencedEvent } from '@parley/protocol'
import { untilItWorks, type Log } from '@parley/service'
import {
  readStretch,
  type IsGivenUp,
  type LoggedEvent,
  type Poison,
  type ReadRecord,
  type Stretch,
} from './batch'
import type { DeliverMissing } from './deliver-missing'
import type { FindPlaces } from './find-places'
import { trimStored } from './look-back'
import { NewerRecordError } from './newer-record'
import { NotOwnerError } from './not-owner'
import { storeAroundPoison } from './poison'

/**
 * THE PATH BACK: resolves when the stretch is in PostgreSQL and its rooms are trimmed. Throws only NotOwnerError, and
 * NewerRecordError when all before that record is stored. `isOwned`: false once the partition has moved to another persister;
 * then nothing is waited for any more.
 */
export type PersistBatch = (stretch: Stretch, isOwned?: () => boolean) => Promise<void>

/** What was asked of PostgreSQL longer ago is asked again: ids leave Redis 10 minutes after they are stored. */
const STALE_AFTER_MS = 60_000
const BACKOFF = { firstMs: 50, mostMs: 2_000 }

export function createPersistBatch(parts: {
  events: Pick<Database['events'], 'known' | 'store'>
  offsets: Pick<Database['offsets'], 'next'>
  delivery: Pick<Delivery, 'trimRooms' | 'forget'>
  findPlaces: FindPlaces
  deliverMissing: DeliverMissing
  /** Called once for each stretch, or part of one, when its transaction is committed. `stored`: how many of its events were new. */
  onStored?: (stretch: Stretch<ReadRecord>, stored: number) => void
  isGivenUp?: IsGivenUp
  nowMs: () => number
  /** The wait between two attempts; tools/path-model decides itself how long that is. */
  sleep?: (ms: number) => Promise<unknown>
  log: Log
}): PersistBatch {
  const { events, offsets, delivery, findPlaces, deliverMissing, onStored, nowMs, sleep, log } = parts
  const { isGivenUp = () => false } = parts

  return async function persistBatch(stretch, isOwned = () => true) {
    const { read, newer } = readStretch(stretch, isGivenUp)
    if (read.records.length > 0) {
      await storeAroundPoison(read, (part, refused) =>
        store(refused ? setAside(part, refused) : part, isOwned),
      )
      await repeat(read, isOwned, () => trimStored(read.records.filter(isEvent), read.next, delivery))
    }
    if (newer) throw new NewerRecordError(stretch.partition, newer)
  }

  async function store(stretch: Stretch<ReadRecord>, isOwned: () => boolean) {
    for (const { offset, reason } of stretch.records.filter(isPoison)) {
      log.error({ ...place(stretch), offset, reason }, 'poison record goes to the dead letters')
    }
    let tried: SequencedEvent[] | null = null
    const stored = await repeat(stretch, isOwned, async (attempt) => {
      // A commit whose answer was lost has moved the offset row: the work is done.
      if (attempt > 1 && (await offsets.next(stretch.partition)) === stretch.next) return tried?.length
      tried = await placeAll(stretch)
      return commit(stretch, tried)
    })
    if (stored !== undefined) onStored?.(stretch, stored)
  }

  /** Resolves to how many were new. */
  async function commit(stretch: Stretch<ReadRecord>, placed: SequencedEvent[]): Promise<number> {
    const { partition, generation, from, next, records } = stretch
    const deadLetters = records.filter(isPoison)
    const stored = await events.store({ partition, generation, from, next, events: placed, deadLetters })
    if (stored === 'not-owner') throw new NotOwnerError(partition)
    log.debug({ partition, from, next, stored }, 'stored')
    return stored
  }

  /**
   * Gives everything that PostgreSQL lacks its place. Almost always servers have done that, and Redis alone is asked. Every
   * attempt to store begins anew with it: however long the last one took, nothing that another persister stored meanwhile gets
   * a second number.
   */
  async function placeAll(stretch: Stretch<ReadRecord>): Promise<SequencedEvent[]> {
    const all: SequencedEvent[] = []
    let missing = stretch.records.filter(isEvent)
    for (;;) {
      const { placed, unplaced, epochs } = await findPlaces(stretch, missing)
      all.push(...placed)
      if (unplaced.length === 0) return all
      const askedAt = nowMs()
      const known = await events.known(unplaced.map(({ event: { roomId, id } }) => ({ roomId, id })))
      if (nowMs() - askedAt > STALE_AFTER_MS)
        throw new Error('this process stood still; PostgreSQL is asked again')
      const unsaid = unplaced.filter(({ event }) => !known.has(key(event)))
      const delivered = await deliverMissing(unsaid, epochs)
      all.push(...delivered.placed)
      missing = delivered.moved
    }
  }

  /** Waits out what is transient, for as long as it takes; what can never work is thrown. */
  function repeat<T>(
    stretch: Stretch<ReadRecord>,
    isOwned: () => boolean,
    work: (attempt: number) => Promise<T>,
  ) {
    return untilItWorks(work, {
      backoff: BACKOFF,
      sleep,
      async onFailure(cause, attempt) {
        if (cause instanceof NotOwnerError || isDataError(cause)) throw cause
        tell({ ...place(stretch), attempt, cause })
        // A consumer that goes on waiting here cannot join its group again, and would have to end (3.14).
        if (!isOwned()) throw new NotOwnerError(stretch.partition)
        if (cause instanceof SeqConflictError) await forgetRooms(cause)
      },
    })
  }

  /** Redis counts where PostgreSQL has counted already: its numbers of these rooms are not to be believed. */
  async function forgetRooms({ conflicts }: SeqConflictError) {
    for (const roomId of new Set(conflicts.map((each) => each.roomId))) {
      await delivery
        .forget(roomId)
        .catch((cause: unknown) => log.warn({ cause, roomId }, 'not forgotten yet'))
    }
  }

  function tell(failed: { attempt: number; cause: unknown }) {
    if (failed.cause instanceof SeqConflictError) {
      log.error(failed, 'ALARM: a number was given twice; its room is numbered anew')
    } else if (isTransient(failed.cause)) {
      log.warn(failed, 'not stored yet; it will be tried again')
    } else {
      log.warn(failed, 'not stored yet, for a reason of its own; it will be tried again')
    }
  }
}

/** The one record of a stretch that PostgreSQL refuses, as a dead letter. */
function setAside(stretch: Stretch<ReadRecord>, reason: string): Stretch<ReadRecord> {
  return { ...stretch, records: stretch.records.map((record) => ({ ...record, kind: 'poison', reason })) }
}

function isEvent(record: ReadRecord): record is LoggedEvent {
  return record.kind === 'event'
}

function isPoison(record: ReadRecord): record is Poison {
  return record.kind === 'poison'
}

function place({ partition, from, next }: Stretch<ReadRecord>) {
  return { partition, from, next }
}

function key({ roomId, id }: RoomEvent): `${string}/${string}` {
  return `${roomId}/${id}`
}
