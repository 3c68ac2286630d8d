import type { Store } from './evidence'
import type { History } from '../history/history'

/** The source: a sighting's row, or PostgreSQL. */
export type Witness = number | 'PostgreSQL'

interface Position {
  message: number
  epoch: number
  seq: number
  witness: Witness
}

/** Every position that any message ever had, each with its first witness. */
export interface Positions {
  of: (message: number) => readonly Position[]
  /** The first message at this position. */
  ownerOf: (room: number, epoch: number, seq: number) => Position | undefined
  /** Ascending. */
  epochsOf: (room: number) => number[]
  inEpoch: (room: number, epoch: number) => Position[]
  /** Two messages at one position. */
  shared: readonly (readonly [Position, Position])[]
}

export function collectPositions({ messages, sightings }: History, store: Store): Positions {
  const byMessage: Position[][] = []
  const rooms = new Map<number, Map<number, Map<number, Position>>>()
  const shared: [Position, Position][] = []

  function note(message: number, epoch: number, seq: number, witness: Witness): void {
    const known = (byMessage[message] ??= [])
    for (const position of known) if (position.seq === seq && position.epoch === epoch) return
    const position = { message, epoch, seq, witness }
    known.push(position)
    const inEpoch = epochOf(messages.room.get(message), epoch)
    const owner = inEpoch.get(seq)
    if (owner) shared.push([owner, position])
    else inEpoch.set(seq, position)
  }

  function epochOf(room: number, epoch: number): Map<number, Position> {
    const epochs = rooms.get(room) ?? new Map<number, Map<number, Position>>()
    rooms.set(room, epochs)
    const inEpoch = epochs.get(epoch) ?? new Map<number, Position>()
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
