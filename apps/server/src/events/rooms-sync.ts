import { limits, ok, type Cursor, type SyncAnswer } from '@parley/protocol'
import { ANSWER_MAX_BYTES } from '../catch-up/answer-bytes'
import type { ReadMissed } from '../catch-up/read-missed'
import { fitAnswer, isUsedUp, type SyncBudget } from '../catch-up/sync-budget'
import type { IsMember } from '../rooms/memberships'
import type { ParleySocket } from '../socket/socket-types'
import type { Handler } from './handler'

interface Parts {
  readMissed: ReadMissed
  isMember: IsMember
}

/** Rooms of one sync that one query reads together. Small, so that little is read beyond the budget. */
const AT_ONCE = 50
/** Events in one answer, over all its rooms; rooms that do not fit are told to ask again at once. */
const MAX_EVENTS = 4 * limits.syncMaxEventsPerRoom

export function roomsSync({ readMissed, isMember }: Parts): Handler<'rooms:sync'> {
  return async function roomsSync(socket, { rooms }) {
    const budget: SyncBudget = { events: MAX_EVENTS, bytes: ANSWER_MAX_BYTES }
    const answers: SyncAnswer[] = []
    for (let from = 0; from < rooms.length; from += AT_ONCE) {
      const some = rooms.slice(from, from + AT_ONCE)
      answers.push(...(await Promise.all(some.map((cursor) => answer(socket, cursor, budget)))))
    }
    return ok({ rooms: answers })
  }

  async function answer(socket: ParleySocket, cursor: Cursor, budget: SyncBudget): Promise<SyncAnswer> {
    const { roomId } = cursor
    const member = await isMember(socket, roomId)
    if (!member.ok) {
      const { code, retryAfterMs = 1_000 } = member.failure
      return code === 'not-a-member' ? { kind: code, roomId } : { kind: 'later', roomId, retryAfterMs }
    }
    if (isUsedUp(budget)) return { kind: 'later', roomId, retryAfterMs: 0 }
    // A head beyond the answer makes the client ask again. Yesterday's clients rely on it, too.
    return fitAnswer(
      await readMissed(cursor),
      budget,
      (head) => void socket.emit('room:head', { ...head, said: 0 }),
    )
  }
}
