import type { Database } from '@parley/database'
import { fail, ok, type RoomId } from '@parley/protocol'
import type { Logger } from '@parley/service'
import type { Announce } from '../rooms/announce'
import type { IsMember } from '../rooms/memberships'
import type { Handler } from './handler'

interface Parts {
  members: Pick<Database['members'], 'markRead'>
  isMember: IsMember
  /** The last seq of a room. Rejects when neither Redis nor PostgreSQL can tell. */
  lastSeq: (roomId: RoomId) => Promise<number>
  announce: Pick<Announce, 'readMarked'>
  logger: Logger
}

/**
 * Read cursors only rise; the client repeats its own, so a cursor that was not stored is not lost. The answer is the
 * current cursor. All devices of the user get a cursor that has risen. No cursor may pass the last seq: it would hide
 * every later message.
 */
export function readMark({ members, isMember, lastSeq, announce, logger }: Parts): Handler<'read:mark'> {
  return async function readMark(socket, { roomId, seq }) {
    const member = await isMember(socket, roomId)
    if (!member.ok) return member
    try {
      const read = Math.min(seq, await lastSeq(roomId))
      const { id } = socket.data.user
      const marked = await members.markRead(roomId, id, read)
      if (!marked) return fail('not-a-member')
      if (marked.hasRisen) announce.readMarked(roomId, id, marked.seq)
      return ok({ seq: marked.seq })
    } catch (cause) {
      logger.warn({ cause, roomId }, 'read mark not stored; the client will repeat it')
      return fail('database-unavailable')
    }
  }
}
