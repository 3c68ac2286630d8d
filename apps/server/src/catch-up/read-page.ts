import type { Database } from '@parley/database'
import type { Delivery, RoomTail } from '@parley/delivery'
import {
  fail,
  foldAll,
  isMessage,
  ok,
  type ClientOutput,
  type Result,
  type SequencedMessage,
  type RoomId,
} from '@parley/protocol'
import type { Logger } from '@parley/service'
import { fitPage } from './answer-bytes'
import type { IsRecovering } from './recovery'
import { changesOf, eventsOfTail } from './tail-events'

/**
 * A page of a room's history below `before`, or its newest page: messages in their current state. Tail and PostgreSQL
 * together are the whole history: PostgreSQL's messages have the stored changes folded in, and this folds the tail's
 * changes on top.
 */
export type ReadPage = (
  roomId: RoomId,
  before: number | null,
  limit: number,
) => Promise<Result<ClientOutput<'history:page'>>>

export function createReadPage(parts: {
  delivery: Pick<Delivery, 'read'>
  history: Pick<Database['history'], 'messagesBefore' | 'lastPosition'>
  isRecovering: IsRecovering
  logger: Logger
}): ReadPage {
  const { delivery, history, isRecovering, logger } = parts

  return async function readPage(roomId, before, limit) {
    try {
      // The whole tail: the last waiting change may change the oldest message.
      const tail = await delivery.read(roomId, 0)
      if (tail && (await isRecovering(roomId, tail))) return fail('not-confirmed')
      return ok(await page(roomId, tail, before, limit))
    } catch (cause) {
      logger.warn({ cause, roomId }, 'history could not be read; the client asks again')
      return fail('database-unavailable')
    }
  }

  async function page(roomId: RoomId, tail: RoomTail | null, before: number | null, limit: number) {
    // The cursor from which live events continue. A room that Redis does not know ends where PostgreSQL ends. Read it
    // first, so that the next reads hold everything up to it.
    const { epoch, seq } = tail ?? (await history.lastPosition(roomId))
    const waiting = tail ? eventsOfTail(tail, tail.persistedSeq) : []
    const unstored = waiting.filter(isMessage).filter(({ seq }) => before === null || seq < before)
    const newest = unstored.slice(-limit)
    const missing = limit - newest.length
    const below = tail ? Math.min(before ?? Infinity, tail.persistedSeq + 1) : before
    // One more than requested tells whether there are more.
    const stored = await history.messagesBefore(roomId, below, missing + 1)
    const more = stored.length > missing || unstored.length > newest.length
    const messages: SequencedMessage[] = [
      ...stored.slice(stored.length - Math.min(missing, stored.length)),
      ...newest,
    ]
    const standing = foldAll(messages, changesOf(waiting))
    const events = fitPage(standing)
    return { epoch, seq, events, more: more || events.length < standing.length }
  }
}
