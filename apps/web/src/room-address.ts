import { LOBBY_ID } from '@parley/protocol'
import { chosenServer } from './server-choice'

/** The page of a room, or of the list of rooms; the choice of a server goes along. */
export function roomAddress(roomId: string | null, search = ''): string {
  const server = chosenServer(search)
  return `/rooms${roomId ? `/${roomId}` : ''}${server ? `?server=${encodeURIComponent(server)}` : ''}`
}

export function lobbyAddress(search = ''): string {
  return roomAddress(LOBBY_ID, search)
}

/** Which room a page's path names: null for the list alone. */
export function roomInPath(path: string): string | null {
  return /^\/rooms\/([^/]+)/.exec(path)?.[1] ?? null
}
