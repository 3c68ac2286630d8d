import type { Store } from './evidence'
import type { Recording } from './recording'

/** The source: a sighting's row, or PostgreSQL. */
export type Witness = number | 'PostgreSQL'

interface Place {
  message: number
  epoch: number
  seq: number
  witness: Witness
}

/** Every position that any message ever had, each with its first witness. */
export interface Places {
  of: (message: number) => readonly Place[]
  /** The first message at this position. */
  ownerOf: (room: number, epoch: number, seq: number) => Place | undefined
  /** Ascending. */
  epochsOf: (room: number) => number[]
  inEpoch: (room: number, epoch: number) => Place[]
  /** Two messages at one position. */
  shared: readonly (readonly [Place, Place])[]
}

export function collectPlaces({ messages, sightings }: Recording, store: Store): Places {
  const byMessage: Place[][] = []
  const rooms = new Map<number, Map<number, Map<number, Place>>>()
  const shared: [Place, Place][] = []

  function note(message: number, epoch: number, seq: number, witness: Witness): void {
    const known = (byMessage[message] ??= [])
    for (const place of known) if (place.seq === seq && place.epoch === epoch) return
    const place = { message, epoch, seq, witness }
    known.push(place)
    const inEpoch = epochOf(messages.room.get(message), epoch)
    const owner = inEpoch.get(seq)
    if (owner) shared.push([owner, place])
    else inEpoch.set(seq, place)
  }

  function epochOf(room: number, epoch: number): Map<number, Place> {
    const epochs = rooms.get(room) ?? new Map<number, Map<number, Place>>()
    rooms.set(room, epochs)
    const inEpoch = epochs.get(epoch) ?? new Map<number, Place>()
    epochs.set(epoch, inEpoch)
    return inEpoch
  }

  for (let row = 0; row < sightings.count; row++) {
    const epoch = sightings.epochs[sightings.epoch.get(row)] ?? 0
    note(sightings.message.get(row), epoch, sightings.seq.get(row), row)
  }
  for (const stored of store.rooms.values())
    for (const { message, epoch, seq } of stored) note(message, epoch, seq, 'PostgreSQL')

  return {
    of: (message) => byMessage[message] ?? [],
    ownerOf: (room, epoch, seq) => rooms.get(room)?.get(epoch)?.get(seq),
    epochsOf: (room) => [...(rooms.get(room)?.keys() ?? [])].sort((a, b) => a - b),
    inEpoch: (room, epoch) => [...(rooms.get(room)?.get(epoch)?.values() ?? [])],
    shared,
  }
}
