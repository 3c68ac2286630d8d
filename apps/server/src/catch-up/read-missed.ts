import type { Database } from '@parley/database'
import type { Delivery, RoomTail } from '@parley/delivery'
import { limits, type Cursor, type SequencedEvent, type SyncAnswer } from '@parley/protocol'
import type { Log } from '@parley/service'
import { chooseCatchUp } from './catch-up'
import type { IsRecovering } from './recovery'
import { eventsOfTail } from './tail-events'

/** What an answer may still hold, shared by the rooms of one sync. */
export interface SyncBudget {
  events: number
  /** Overdrawn by one event, so that every answer brings somebody further. */
  bytes: number
}

/**
 * Answers one cursor: everything after it, or "reload", or "later" while that cannot be known. Never rejects.
 * What is too large for the budget ends where that does, and `onMore` is told how far the room really goes.
 */
export type ReadMissed = (
  cursor: Cursor,
  budget: SyncBudget,
  onMore: (head: Cursor) => void,
) => Promise<SyncAnswer>

const LATER_MS = 500
const MOST = limits.syncMaxEventsPerRoom

export function createReadMissed(parts: {
  delivery: Pick<Delivery, 'read'>
  history: Pick<Database['history'], 'changesAfter'>
  isRecovering: IsRecovering
  log: Log
}): ReadMissed {
  const { delivery, history, isRecovering, log } = parts

  return async function readMissed(cursor, budget, onMore) {
    const { roomId } = cursor
    if (isUsedUp(budget)) return { kind: 'later', roomId, retryAfterMs: 0 }
    try {
      const answer = await read(cursor)
      return answer.kind === 'events' ? fit(answer, budget, onMore) : answer
    } catch (cause) {
      log.warn({ cause, roomId }, 'catch-up could not be read; the client asks again')
      return { kind: 'later', roomId, retryAfterMs: LATER_MS }
    }
  }

  // The tail is read first, in one script: what is stored and trimmed between the two reads is then in both answers,
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
          ...(await storedUpToFloor(cursor, tail)),
          ...eventsOfTail(tail, tail.floor),
        ])
    }
  }

  function storedUpToFloor({ roomId, seq }: Cursor, { floor }: RoomTail): Promise<SequencedEvent[]> {
    return history.changesAfter(roomId, seq, floor, MOST + 1)
  }

  /** A room without a head was silent since Redis lost it: PostgreSQL as far as it goes. */
  async function fromDatabase({ roomId, epoch, seq }: Cursor): Promise<SyncAnswer> {
    const events = await history.changesAfter(roomId, seq, Number.MAX_SAFE_INTEGER, MOST + 1)
    const ofAnotherEpoch = events.some((each) => each.epoch !== epoch)
    if (events.length > MOST || ofAnotherEpoch) return { kind: 'reload', roomId }
    return { kind: 'events', roomId, epoch, seq: events.at(-1)?.seq ?? seq, events }
  }
}

function upTo({ epoch, seq }: RoomTail, roomId: string, events: SequencedEvent[]): SyncAnswer {
  return events.length > MOST ? { kind: 'reload', roomId } : { kind: 'events', roomId, epoch, seq, events }
}

type Missed = Extract<SyncAnswer, { kind: 'events' }>

function isUsedUp({ events, bytes }: SyncBudget): boolean {
  return events <= 0 || bytes <= 0
}

/** As much of it as the budget has room for, which other rooms of this sync have used meanwhile. */
function fit(missed: Missed, budget: SyncBudget, onMore: (head: Cursor) => void): SyncAnswer {
  const { roomId, epoch, seq, events } = missed
  let count = 0
  for (; count < events.length && !isUsedUp(budget); count++) {
    budget.events -= 1
    budget.bytes -= Buffer.byteLength(JSON.stringify(events[count]))
  }
  if (count === events.length) return missed
  const last = events[count - 1]
  if (!last) return { kind: 'later', roomId, retryAfterMs: 0 }
  onMore({ roomId, epoch, seq })
  return { kind: 'events', roomId, epoch, seq: last.seq, events: events.slice(0, count) }
}
