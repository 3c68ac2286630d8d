import type { Database } from '@parley/database'
import type { Delivery, RoomTail } from '@parley/delivery'
import { fail, ok, type ClientOutput, type Result, type SequencedEvent } from '@parley/protocol'
import type { Log } from '@parley/service'
import type { IsRecovering } from './recovery'
import { eventsOfTail } from './tail-events'

/** A page of a room's history below `before`, or its newest page. Tail and PostgreSQL together are the whole history. */
export type ReadPage = (
  roomId: string,
  before: number | null,
  limit: number,
) => Promise<Result<ClientOutput<'history:page'>>>

export function createReadPage(parts: {
  delivery: Pick<Delivery, 'heads' | 'read'>
  history: Pick<Database['history'], 'messagesBefore'>
  isRecovering: IsRecovering
  log: Log
}): ReadPage {
  const { delivery, history, isRecovering, log } = parts

  return async function readPage(roomId, before, limit) {
    try {
      const tail = await readTail(roomId, before, limit)
      if (tail && (await isRecovering(roomId, tail))) return fail('not-confirmed')
      return ok(await page(roomId, tail, before, limit))
    } catch (cause) {
      log.warn({ cause, roomId }, 'history could not be read; the client asks again')
      return fail('database-unavailable')
    }
  }

  // Numbers are dense, so the last `limit` events of the tail begin at a number that can be told beforehand.
  async function readTail(roomId: string, before: number | null, limit: number): Promise<RoomTail | null> {
    const [head] = await delivery.heads([roomId])
    if (!head) return null
    const end = Math.min(before ?? Infinity, head.seq + 1)
    return delivery.read(roomId, Math.max(0, end - 1 - limit), limit)
  }

  async function page(roomId: string, tail: RoomTail | null, before: number | null, limit: number) {
    const unstored = tail
      ? eventsOfTail(tail, tail.floor).filter(({ seq }) => before === null || seq < before)
      : []
    const newest = unstored.slice(-limit)
    const missing = limit - newest.length
    const below = tail ? Math.min(before ?? Infinity, tail.floor + 1) : before
    // One more than asked tells whether there is more.
    const stored = await history.messagesBefore(roomId, below === Infinity ? null : below, missing + 1)
    const more = stored.length > missing || unstored.length > newest.length
    const events = [...stored.slice(stored.length - Math.min(missing, stored.length)), ...newest]
    return { ...place(tail, events), events, more }
  }
}

/** The cursor from which live events go on. A room that Redis does not know stands where PostgreSQL ends. */
function place(tail: RoomTail | null, events: SequencedEvent[]): { epoch: number; seq: number } {
  if (tail) return { epoch: tail.epoch, seq: tail.seq }
  const last = events.at(-1)
  return { epoch: last?.epoch ?? 0, seq: last?.seq ?? 0 }
}
