import type { Socket } from 'socket.io'
import type { ClientToServerEvents, Person, ServerToClientEvents } from '@parley/protocol'

/** Who is at the other end of a socket, as the handshake found out. */
export interface Visitor extends Person {
  sessionToken: string
}

export type ParleySocket = Socket<
  ClientToServerEvents,
  ServerToClientEvents,
  Record<string, never>,
  { visitor: Visitor }
>

/** The Socket.IO room of everything that concerns one person, on all of their devices. */
export function personChannel(personId: string): string {
  return `person:${personId}`
}
