import { roomAddress } from '@/room-address'

/**
 * Walks to a room, or to the list of rooms, without asking the web server for a page: the chat shows what the address says, so
 * that this takes no time and works while the web server is away. Next follows the address by itself.
 */
export function walkTo(roomId: string | null): void {
  window.history.pushState(null, '', roomAddress(roomId, window.location.search))
}
