import type { Evidence, Store } from './evidence'
import type { Positions, Witness } from './positions'
import type { History } from '../history/history'

/** Everything that a checker needs, computed once. */
export interface Case extends Evidence {
  store: Store
  positions: Positions
}

/** A message as findings name it. */
export function nameMessage({ messages, clients }: History, message: number): string {
  const writer = messages.writer.get(message)
  const by = writer === 0 ? 'nobody' : clients.nameOf(writer - 1)
  return `${messages.id(message)} (${by}'s no. ${messages.nth.get(message)})`
}

export function roomOf({ messages, rooms }: History, message: number): string {
  return rooms.nameOf(messages.room.get(message))
}

export function nameWitness({ clients, sightings }: History, witness: Witness): string {
  return witness === 'PostgreSQL' ? witness : clients.nameOf(sightings.client.get(witness))
}
