import { roomChannel } from '@parley/delivery'
import { LOBBY_ID, type PersonId, type RoomId } from '@parley/protocol'
import type { Closable } from '@parley/service'
import { coalesce } from './coalesce'
import { personChannel, type ParleyServer } from '../socket/socket-types'
import type { Revocations } from '../auth/revocations'

/** Tells the sockets of all servers about changes in PostgreSQL. An announcement can be lost: `recheck` repairs that. */
export interface Announce extends Closable {
  joined(roomId: RoomId, personId: PersonId): void
  left(roomId: RoomId, personId: PersonId): void
  directoryChanged(roomId: RoomId): void
  readMarked(roomId: RoomId, personId: PersonId, seq: number): void
}

/** Every connected client gets changes of the directory, so many changes at once share one announcement. */
const DIRECTORY_EVERY_MS = 5_000

/** One Socket.IO room per emit: with more than one the sharded adapter would send to every server. */
export function createAnnounce(io: ParleyServer, { revoke }: Pick<Revocations, 'revoke'>): Announce {
  // Every user is in the lobby.
  const directoryChanged = coalesce(DIRECTORY_EVERY_MS, (roomId: RoomId) => {
    io.to(roomChannel(LOBBY_ID)).emit('directory:changed', { roomId })
  })
  return {
    joined(roomId, personId) {
      io.in(personChannel(personId)).socketsJoin(roomChannel(roomId))
      io.to(personChannel(personId)).emit('rooms:changed', { roomId, change: 'joined' })
    },
    left(roomId, personId) {
      revoke({ personId, roomId })
      io.to(personChannel(personId)).emit('rooms:changed', { roomId, change: 'left' })
    },
    readMarked(roomId, personId, seq) {
      io.to(personChannel(personId)).emit('read:marked', { roomId, seq })
    },
    directoryChanged,
    close: () => directoryChanged.close(),
  }
}
