import { roomChannel } from '@parley/delivery'
import { personChannel, type ParleyServer, type Revoked } from '../socket/socket-types'

export interface Revocations {
  /** Takes effect here at once, and on every other server when Redis delivers it. */
  revoke(revoked: Revoked): void
  /** Rises with each revocation that took effect here: an answer requested before the last one may be out of date. */
  count(): number
}

/**
 * The only way in which rights end on all servers. It is a server-side event, so that each server also learns of users
 * who are still in their handshake there (`disconnectSockets` skips them). It can be lost while Redis is down: `recheck`
 * repairs that.
 */
export function createRevocations(io: ParleyServer): Revocations {
  let count = 0
  io.on('revoked', take)

  function revoke(revoked: Revoked) {
    take(revoked)
    io.serverSideEmit('revoked', revoked)
  }

  function take({ personId, roomId, sessionId }: Revoked) {
    count += 1
    for (const socketId of [...(io.sockets.adapter.rooms.get(personChannel(personId)) ?? [])]) {
      const socket = io.sockets.sockets.get(socketId)
      if (!socket) continue // in its handshake; `count` makes it check again
      if (roomId !== undefined) void socket.leave(roomChannel(roomId))
      else if (sessionId === undefined || socket.data.user.sessionId === sessionId) socket.disconnect(true)
    }
  }

  return { revoke, count: () => count }
}
