import { LOBBY_ID } from '@parley/protocol'
import { chosenServer } from './server-choice'

/** Where one joins; the choice of a server goes along, as everywhere. */
export function joinAddress(search: string): string {
  return `/${serverQuery(search)}`
}

/** The page of a room, or of the list of rooms; the choice of a server goes along. */
export function roomAddress(roomId: string | null, search = ''): string {
  return `/rooms${roomId ? `/${roomId}` : ''}${serverQuery(search)}`
}

export function lobbyAddress(search = ''): string {
  return roomAddress(LOBBY_ID, search)
}

/** Which room a page's path names: null for the list alone. */
export function roomInPath(path: string): string | null {
  return /^\/rooms\/([^/]+)/.exec(path)?.[1] ?? null
}

function serverQuery(search: string): string {
  const server = chosenServer(search)
  return server ? `?server=${encodeURIComponent(server)}` : ''
}
