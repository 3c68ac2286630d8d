import { useSyncExternalStore } from 'react'
import { roomAddress, roomInPath } from '@/room-address'
import type { RoomId } from '@parley/protocol'

const listeners = new Set<() => void>()

/**
 * Goes to a room, or to the list of rooms, without a page from the web server: the chat shows the room of the address, so
 * that this is instant and works while the web server is down. Next is not told: it would render its router twice for
 * each navigation before the room appears. It ignores a history entry without its state.
 */
export function navigateTo(roomId: RoomId | null): void {
  const address = roomAddress(roomId, window.location.search)
  History.prototype.pushState.call(window.history, null, '', address)
  for (const listener of listeners) listener()
}

/** The room of the address; null for the list alone, and during server rendering. */
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
