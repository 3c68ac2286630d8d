import type { Server, Socket } from 'socket.io'
import type { ClientToServerEvents, Person, PersonId, RoomId, ServerToClientEvents } from '@parley/protocol'

/** The user of a socket, as the handshake found it. */
export interface User extends Person {
  /** Names the session where its token must not stand: between servers and in logs. */
  sessionId: string
  sessionToken: string
}

interface SocketData {
  user: User
  /** How many revocations this server knew when the handshake began. */
  revocationsBefore: number
}

/** The revoked right: one room, one session, or, if neither is named, every connection. */
export interface Revoked {
  personId: PersonId
  roomId?: RoomId
  sessionId?: string
}

/** Events between servers. */
interface InterServerEvents {
  revoked: (revoked: Revoked) => void
  personChanged: (person: Person) => void
}

export type ParleySocket = Socket<ClientToServerEvents, ServerToClientEvents, InterServerEvents, SocketData>

export type ParleyServer = Server<ClientToServerEvents, ServerToClientEvents, InterServerEvents, SocketData>

/** The Socket.IO room of one user's events, on all of their devices. */
export function personChannel(personId: PersonId): string {
  return `person:${personId}`
}
