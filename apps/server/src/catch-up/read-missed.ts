import { NewerChangeError, type Database } from '@parley/database'
import type { Delivery, RoomTail } from '@parley/delivery'
import { limits, type Cursor, type SequencedEvent, type SyncAnswer, type RoomId } from '@parley/protocol'
import type { Logger } from '@parley/service'
import { chooseCatchUp } from './choose-catch-up'
import type { IsRecovering } from './recovery'
import { eventsOfTail } from './tail-events'

/** Answers one cursor: everything after it, or "reload", or "later" while that cannot be known. Never rejects. */
export type ReadMissed = (cursor: Cursor) => Promise<SyncAnswer>

const LATER_MS = 500
const MOST = limits.syncMaxEventsPerRoom

export function createReadMissed(parts: {
  delivery: Pick<Delivery, 'read'>
  history: Pick<Database['history'], 'changesAfter'>
  isRecovering: IsRecovering
  logger: Logger
}): ReadMissed {
  const { delivery, history, isRecovering, logger } = parts

  return async function readMissed(cursor) {
    const { roomId } = cursor
    try {
      return await read(cursor)
    } catch (cause) {
      // Written by a newer version that was rolled back since: the page shows the current state of the messages.
      if (cause instanceof NewerChangeError) return { kind: 'reload', roomId }
      logger.warn({ cause, roomId }, 'catch-up could not be read; the client asks again')
      return { kind: 'later', roomId, retryAfterMs: LATER_MS }
    }
  }

  // The tail is read first, in one script: an event stored and trimmed between the two reads is then in both answers,
  // never in neither.
  async function read(cursor: Cursor): Promise<SyncAnswer> {
    const { roomId } = cursor
    const tail = await delivery.read(roomId, cursor.seq, MOST + 1)
    if (!tail) return fromDatabase(cursor)
    if (await isRecovering(roomId, tail)) return { kind: 'later', roomId, retryAfterMs: LATER_MS }
    const { kind } = chooseCatchUp(cursor, tail)
    switch (kind) {
      case 'reload':
        return { kind: 'reload', roomId }
      case 'nothing':
        return { kind: 'events', roomId, epoch: tail.epoch, seq: tail.seq, events: [] }
      case 'tail':
        return upTo(tail, roomId, eventsOfTail(tail))
      case 'database':
        return upTo(tail, roomId, [
          ...(await changesUpToPersistedSeq(cursor, tail)),
          ...eventsOfTail(tail, tail.persistedSeq),
        ])
    }
  }

  function changesUpToPersistedSeq(
    { roomId, seq }: Cursor,
    { persistedSeq }: RoomTail,
  ): Promise<SequencedEvent[]> {
    return history.changesAfter(roomId, seq, persistedSeq, MOST + 1)
  }

  /** A room without a head was silent since Redis lost it: PostgreSQL has all its events. */
  async function fromDatabase({ roomId, epoch, seq }: Cursor): Promise<SyncAnswer> {
    const events = await history.changesAfter(roomId, seq, Number.MAX_SAFE_INTEGER, MOST + 1)
    const ofAnotherEpoch = events.some((each) => each.epoch !== epoch)
    if (events.length > MOST || ofAnotherEpoch) return { kind: 'reload', roomId }
    return { kind: 'events', roomId, epoch, seq: events.at(-1)?.seq ?? seq, events }
  }
}

function upTo({ epoch, seq }: RoomTail, roomId: RoomId, events: SequencedEvent[]): SyncAnswer {
  return events.length > MOST ? { kind: 'reload', roomId } : { kind: 'events', roomId, epoch, seq, events }
}
