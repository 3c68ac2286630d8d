import { roomChannel } from '@parley/delivery'
import { LOBBY_ID } from '@parley/protocol'
import { personChannel } from './socket/person'
import type { ParleyServer } from './socket/server'

/** Tells the sockets of all servers what changed in PostgreSQL. An announcement can be lost: `recheck` heals that. */
export interface Announce {
  joined(roomId: string, personId: string): void
  left(roomId: string, personId: string): void
  directoryChanged(roomId: string): void
}

/** One Socket.IO room per emit: with more the sharded adapter would send to every server. */
export function createAnnounce(io: ParleyServer): Announce {
  return {
    joined(roomId, personId) {
      io.in(personChannel(personId)).socketsJoin(roomChannel(roomId))
      io.to(personChannel(personId)).emit('rooms:changed', { roomId, change: 'joined' })
    },
    left(roomId, personId) {
      io.in(personChannel(personId)).socketsLeave(roomChannel(roomId))
      io.to(personChannel(personId)).emit('rooms:changed', { roomId, change: 'left' })
    },
    // Everybody is in the lobby.
    directoryChanged(roomId) {
      io.to(roomChannel(LOBBY_ID)).emit('directory:changed', { roomId })
    },
  }
}
