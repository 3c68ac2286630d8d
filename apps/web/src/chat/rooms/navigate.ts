import { useSyncExternalStore } from 'react'
import { roomAddress, roomInPath } from '@/room-address'

const listeners = new Set<() => void>()

/**
 * Goes to a room, or to the list of rooms, without asking the web server for a page: the chat shows what the address says, so
 * that this takes no time and works while the web server is away. Next is not told: it would render its router twice for each
 * navigation before the room appears. An entry of the history without its state it leaves alone.
 */
export function navigateTo(roomId: string | null): void {
  const address = roomAddress(roomId, window.location.search)
  History.prototype.pushState.call(window.history, null, '', address)
  for (const listener of listeners) listener()
}

/** The room that the address names; null for the list alone, and while a page is rendered on the server. */
export function useRoomInAddress(): string | null {
  return useSyncExternalStore(
    subscribe,
    () => roomInPath(window.location.pathname),
    () => null,
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('popstate', listener)
  }
}
