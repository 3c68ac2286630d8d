import type { Person, PersonId, Room } from '@parley/protocol'

const named = new WeakMap<Room, Room>()

/** A direct room has no name: it reads as its people, with their current names. Any other room stays as it is. */
export function nameDirect(room: Room, people: Readonly<Record<PersonId, Person>>): Room {
  if (room.kind !== 'direct') return room
  const name = room.people.map(({ id, name }) => people[id]?.name ?? name).join(', ') || 'Nobody else'
  const before = named.get(room)
  if (before?.name === name) return before
  const now = { ...room, name }
  named.set(room, now)
  return now
}
