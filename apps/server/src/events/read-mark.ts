import type { Database } from '@parley/database'
import { fail, ok } from '@parley/protocol'
import type { Log } from '@parley/service'
import type { IsMember } from '../socket/memberships'
import type { Handler } from './handler'

interface Parts {
  members: Pick<Database['members'], 'markRead'>
  isMember: IsMember
  /** The last number of a room. Rejects when nobody can tell. */
  lastSeq: (roomId: string) => Promise<number>
  log: Log
}

/**
 * Read cursors only rise; the client repeats its own, so one that was not stored is not lost. Nobody has read beyond the
 * last number: a cursor there would hide every message that is still to come.
 */
export function readMark({ members, isMember, lastSeq, log }: Parts): Handler<'read:mark'> {
  return async function readMark(socket, { roomId, seq }) {
    const member = await isMember(socket, roomId)
    if (!member.ok) return member
    try {
      const read = Math.min(seq, await lastSeq(roomId))
      await members.markRead(roomId, socket.data.visitor.id, read)
      return ok({ seq: read })
    } catch (cause) {
      log.warn({ cause, roomId }, 'read mark not stored; the client will repeat it')
      return fail('database-unavailable')
    }
  }
}
