import { roomChannel } from '@parley/delivery'
import { personChannel, type ParleyServer, type Revoked } from '../socket/socket-types'

export interface Revocations {
  /** Takes effect here at once, and on every other server as soon as Redis tells it. */
  revoke(revoked: Revoked): void
  /** Rises with each revocation that took effect here: an answer that was asked for before the last one may be out of date. */
  count(): number
}

/**
 * The one way in which rights end on all servers: a server-side event, so that each server also learns of people who are still in
 * their handshake there (`disconnectSockets` passes over them). It can be lost while Redis is away: `recheck` heals that.
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
      if (!socket) continue // in its handshake; `count` makes it look again
      if (roomId !== undefined) void socket.leave(roomChannel(roomId))
      else if (sessionId === undefined || socket.data.user.sessionId === sessionId) socket.disconnect(true)
    }
  }

  return { revoke, count: () => count }
}
