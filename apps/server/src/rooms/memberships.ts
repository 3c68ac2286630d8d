import type { Database } from '@parley/database'
import { roomChannel } from '@parley/delivery'
import { fail, ok, type Result, type RoomId } from '@parley/protocol'
import type { Logger } from '@parley/service'
import { personChannel, type ParleySocket } from '../socket/socket-types'
import type { Recheck } from '../auth/recheck'
import type { Revocations } from '../auth/revocations'

/** Whether the user of this socket is in the room now. */
export type IsMember = (socket: ParleySocket, roomId: RoomId) => Promise<Result<true>>

/**
 * A socket may send to the rooms that it has joined, without a query per message. For another room the server asks
 * PostgreSQL, because the user may have joined it a moment ago through another server.
 */
export function createIsMember(parts: {
  members: Pick<Database['members'], 'isMember'>
  revocations: Pick<Revocations, 'count'>
  recheck: Pick<Recheck, 'check'>
  logger: Logger
}): IsMember {
  const { members, revocations, recheck, logger } = parts
  return async function isMember(socket, roomId) {
    if (socket.rooms.has(roomChannel(roomId))) return ok(true)
    const revocationsBefore = revocations.count()
    try {
      if (!(await members.isMember({ roomId, personId: socket.data.user.id }))) return fail('not-a-member')
      await socket.join(roomChannel(roomId))
      if (revocations.count() !== revocationsBefore) await recheck.check([socket])
      return socket.rooms.has(roomChannel(roomId)) ? ok(true) : fail('not-a-member')
    } catch (cause) {
      logger.warn({ cause, roomId }, 'could not read a membership; the client tries again')
      return fail('database-unavailable')
    }
  }
}

/** Puts a new socket into the rooms of its user. */
export async function enterRooms(
  socket: ParleySocket,
  members: Pick<Database['members'], 'roomsOf'>,
): Promise<void> {
  const { id } = socket.data.user
  const roomIds = await members.roomsOf(id)
  await socket.join([personChannel(id), ...roomIds.map(roomChannel)])
}
