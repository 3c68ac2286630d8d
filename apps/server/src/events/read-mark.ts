import type { Database } from '@parley/database'
import { fail, ok } from '@parley/protocol'
import type { Log } from '@parley/service'
import type { IsMember } from '../socket/memberships'
import type { Handler } from './handler'

interface Parts {
  members: Pick<Database['members'], 'markRead'>
  isMember: IsMember
  log: Log
}

/** Read cursors only rise; the client repeats its own, so one that was not stored is not lost. */
export function readMark({ members, isMember, log }: Parts): Handler<'read:mark'> {
  return async function readMark(socket, { roomId, seq }) {
    const member = await isMember(socket, roomId)
    if (!member.ok) return member
    try {
      await members.markRead(roomId, socket.data.visitor.id, seq)
      return ok({ seq })
    } catch (cause) {
      log.warn({ cause, roomId }, 'read mark not stored; the client will repeat it')
      return fail('database-unavailable')
    }
  }
}
