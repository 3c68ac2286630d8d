import type { Database } from '@parley/database'
import { roomChannel } from '@parley/delivery'
import { failure, ok, type Result } from '@parley/protocol'
import type { Log } from '@parley/service'
import { personChannel, type ParleySocket } from './person'

/** Whether the person at this socket is in the room now. */
export type IsMember = (socket: ParleySocket, roomId: string) => Promise<Result<true>>

/**
 * A socket may speak where it has joined: no query per message. A room that it has not joined is asked of
 * PostgreSQL, because the person may have entered it a moment ago through another server.
 */
export function createIsMember(members: Pick<Database['members'], 'areMembers'>, log: Log): IsMember {
  return async function isMember(socket, roomId) {
    if (socket.rooms.has(roomChannel(roomId))) return ok(true)
    try {
      const [member] = await members.areMembers([{ roomId, personId: socket.data.visitor.id }])
      if (!member) return { ok: false, failure: failure('not-a-member') }
      await socket.join(roomChannel(roomId))
      return ok(true)
    } catch (cause) {
      log.warn({ cause, roomId }, 'membership could not be asked')
      return { ok: false, failure: failure('database-unavailable') }
    }
  }
}

/** Puts a new socket into the rooms of its person. */
export async function enterRooms(
  socket: ParleySocket,
  members: Pick<Database['members'], 'roomsOf'>,
): Promise<void> {
  const { id } = socket.data.visitor
  const roomIds = await members.roomsOf(id)
  await socket.join([personChannel(id), ...roomIds.map(roomChannel)])
}
