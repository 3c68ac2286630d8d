import type { Room } from '@parley/protocol'

// Made once: `localeCompare` with options costs ten times as much.
const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/**
 * Own rooms and the others, each in an order that stays: the lobby, then by name. What is new is marked, not moved, so that nobody
 * aims at a room that slips away.
 */
export function sortRooms(rooms: readonly Room[]): { own: Room[]; others: Room[] } {
  const sorted = [...rooms].sort(
    (a, b) =>
      Number(b.isLobby) - Number(a.isLobby) || byName.compare(a.name, b.name) || a.id.localeCompare(b.id),
  )
  return { own: sorted.filter((room) => room.isMember), others: sorted.filter((room) => !room.isMember) }
}

export function isUnreadRoom(room: Room): boolean {
  return room.isMember && room.lastSeq > room.readSeq
}
