import type { AuditRow } from '@parley/database'
import type { Recording } from './recording'

/** What PostgreSQL holds of a room, in rising order of the numbers. */
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
  /** Left out where the log was not read, or was begun anew. */
  logged?: readonly LoggedEvent[]
  /** When Redis was away from any server, beside when servers said so: removals announced then take longer. */
  liveAway?: readonly { from: number; to: number }[]
}

/** PostgreSQL in the numbers of the recording, and by message. */
export interface Store {
  /** By room of the recording. */
  rooms: ReadonlyMap<number, readonly StoredPlace[]>
  /** The first row that a message has. */
  placeOf: (message: number) => StoredPlace | undefined
  /** Rows that no client ever saw or wrote. */
  strangers: readonly { roomId: string; id: string; seq: number; saying: string }[]
}

export interface StoredPlace {
  seq: number
  epoch: number
  message: number
  /** How the message stands; null for a change of one. */
  row: NonNullable<AuditRow['message']> | null
}

/** In rising order. Rooms that no client ever saw are nobody's evidence. */
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
      if (!named || (!row && change?.kind === 'message')) continue // another finding's
      const message = messages.find(room, named.id)
      if (message !== undefined) places.push({ seq, epoch: named.epoch, message, row })
      else strangers.push({ roomId, id: named.id, seq, saying: row?.body ?? `${change?.kind} ${named.id}` })
    }
    for (const place of places) first[place.message] ??= place
    byRoom.set(room, places)
  }
  return { rooms: byRoom, placeOf: (message) => first[message], strangers }
}
