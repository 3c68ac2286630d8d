import { LOBBY_ID, type RoomId } from '@parley/protocol'
import { chosenServer } from './server-choice'

/** The address for joining; the choice of a server is kept, as everywhere. */
export function joinAddress(search: string): string {
  return `/${serverQuery(search)}`
}

/** The address of a room, or of the list of rooms; the choice of a server is kept. */
export function roomAddress(roomId: RoomId | null, search = ''): string {
  return `/rooms${roomId ? `/${roomId}` : ''}${serverQuery(search)}`
}

export function lobbyAddress(search = ''): string {
  return roomAddress(LOBBY_ID, search)
}

/** The room of a page's path; null for the list alone. */
export function roomInPath(path: string): string | null {
  return /^\/rooms\/([^/]+)/.exec(path)?.[1] ?? null
}

function serverQuery(search: string): string {
  const server = chosenServer(search)
  return server ? `?server=${encodeURIComponent(server)}` : ''
}
