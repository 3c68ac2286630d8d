import type { Evidence, Store } from './evidence'
import type { Places, Witness } from './places'
import type { Recording } from './recording'

/** Everything that a checker needs, computed once. */
export interface Case extends Evidence {
  store: Store
  places: Places
}

/** A message as findings name it. */
export function nameMessage({ messages, clients }: Recording, message: number): string {
  const writer = messages.writer.get(message)
  const by = writer === 0 ? 'nobody' : clients.nameOf(writer - 1)
  return `${messages.id(message)} (${by}'s no. ${messages.nth.get(message)})`
}

export function roomOf({ messages, rooms }: Recording, message: number): string {
  return rooms.nameOf(messages.room.get(message))
}

export function nameWitness({ clients, sightings }: Recording, witness: Witness): string {
  return witness === 'PostgreSQL' ? witness : clients.nameOf(sightings.client.get(witness))
}
