import type { AuditRow } from '@parley/database'
import type { Recording } from './recording'

/** The rows of a room in PostgreSQL, in ascending order of seq. */
export interface StoredRoom {
  roomId: string
  rows: readonly AuditRow[]
}

/** A record of the log at its first offset. */
export interface LoggedEvent {
  roomId: string
  id: string
  saying: string
}

export interface Evidence {
  recording: Recording
  stored: readonly StoredRoom[]
  /** Omitted if the log was not read, or was recreated. */
  logged?: readonly LoggedEvent[]
  /**
   * Periods in which any server was without Redis, besides those that servers reported: removals announced then take
   * longer.
   */
  liveAway?: readonly { from: number; to: number }[]
}

/** PostgreSQL's rows with the recording's numbers, also by message. */
export interface Store {
  /** By the room's number in the recording. */
  rooms: ReadonlyMap<number, readonly StoredPlace[]>
  /** The first row of a message. */
  placeOf: (message: number) => StoredPlace | undefined
  /** Rows that no client ever saw or wrote. */
  strangers: readonly { roomId: string; id: string; seq: number; saying: string }[]
}

export interface StoredPlace {
  seq: number
  epoch: number
  message: number
  /** The current state of the message; null for a change of one. */
  row: NonNullable<AuditRow['message']> | null
}

/** In ascending order. Rooms that no client ever saw are left out. */
export function indexStore({ recording, stored }: Evidence): Store {
  const { rooms, messages } = recording
  const byRoom = new Map<number, readonly StoredPlace[]>()
  const first: (StoredPlace | undefined)[] = []
  const strangers: { roomId: string; id: string; seq: number; saying: string }[] = []
  for (const { roomId, rows } of stored) {
    const room = rooms.find(roomId)
    if (room === undefined) continue
    const places: StoredPlace[] = []
    for (const { seq, message: row, change } of rows) {
      const named = row ?? change
      if (!named || (!row && change?.kind === 'message')) continue // reported by another finding
      const message = messages.find(room, named.id)
      if (message !== undefined) places.push({ seq, epoch: named.epoch, message, row })
      else strangers.push({ roomId, id: named.id, seq, saying: row?.body ?? `${change?.kind} ${named.id}` })
    }
    for (const place of places) first[place.message] ??= place
    byRoom.set(room, places)
  }
  return { rooms: byRoom, placeOf: (message) => first[message], strangers }
}
