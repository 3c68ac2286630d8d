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
  body: string
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
  strangers: readonly { roomId: string; id: string; seq: number; body: string }[]
}

export interface StoredPlace {
  seq: number
  epoch: number
  message: number
  body: string
}

/** Rows of messages only, in rising order. Rooms that no client ever saw are nobody's evidence. */
export function indexStore({ recording, stored }: Evidence): Store {
  const { rooms, messages } = recording
  const byRoom = new Map<number, readonly StoredPlace[]>()
  const first: (StoredPlace | undefined)[] = []
  const strangers: { roomId: string; id: string; seq: number; body: string }[] = []
  for (const { roomId, rows } of stored) {
    const room = rooms.find(roomId)
    if (room === undefined) continue
    const places: StoredPlace[] = []
    for (const { seq, message: row } of rows) {
      if (!row) continue // another finding's
      const message = messages.find(room, row.id)
      if (message === undefined) strangers.push({ roomId, id: row.id, seq, body: row.body })
      else places.push({ seq, epoch: row.epoch, message, body: row.body })
    }
    for (const place of places) first[place.message] ??= place
    byRoom.set(room, places)
  }
  return { rooms: byRoom, placeOf: (message) => first[message], strangers }
}
