import type { Delivery } from '@parley/delivery'
import type { Database } from '@parley/database'
import {
  decodeRoomEvent,
  fail,
  ok,
  type Result,
  type RoomEvent,
  type SequencedEvent,
  type RoomId,
} from '@parley/protocol'
import { isSameOperation } from './is-same-operation'

/**
 * Finds an event that was maybe appended. The answer is the sequenced event for a retry of it, `id-taken` for any other
 * user or content, and null when it does not exist. All methods reject while a needed engine is down: the answer is then
 * "later".
 */
export interface DuplicateLookup {
  /**
   * Redis first, then PostgreSQL: ids leave Redis 10 minutes after they are stored, and all at once when it is emptied.
   */
  find(event: RoomEvent): Promise<Result<SequencedEvent> | null>
  /** Asks only Redis: null also for an event that was stored and trimmed. */
  findLive(event: RoomEvent): Promise<Result<SequencedEvent> | null>
  findInDatabase(event: RoomEvent): Promise<Result<SequencedEvent> | null>
  /** The event as its author sent it, without later changes, for a former member. Null for other people's ids, too. */
  findOwn(event: RoomEvent): Promise<SequencedEvent | null>
}

export function createDuplicateLookup(parts: {
  delivery: Pick<Delivery, 'find'>
  events: Pick<Database['events'], 'find'>
}): DuplicateLookup {
  const { delivery, events } = parts

  async function find(event: RoomEvent) {
    return (await findLive(event)) ?? findInDatabase(event)
  }

  async function findLive(event: RoomEvent) {
    const live = await lookLive(event.roomId, event.id)
    return live && toOwner(event, live)
  }

  async function lookLive(roomId: RoomId, id: string): Promise<SequencedEvent | null> {
    const [known] = await delivery.find(roomId, [id])
    const decoded = known?.event ? decodeRoomEvent(known.event) : null
    return known && decoded?.kind === 'event'
      ? { seq: known.seq, epoch: known.epoch, event: decoded.event }
      : null
  }

  async function findInDatabase(event: RoomEvent) {
    const stored = await events.find(event.roomId, event.id)
    return stored && toOwner(event, stored)
  }

  async function findOwn(event: RoomEvent) {
    const found = await find(event)
    if (!found?.ok) return null
    const { seq, epoch, event: stored } = found.value
    return { seq, epoch, event: { ...event, authorName: stored.authorName, at: stored.at } }
  }

  return { find, findLive, findInDatabase, findOwn }
}

function toOwner(event: RoomEvent, stored: SequencedEvent): Result<SequencedEvent> {
  return isSameOperation(event, stored) ? ok(stored) : fail('id-taken')
}
