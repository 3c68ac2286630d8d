import type { AuditRow } from '@parley/database'
import type { History } from '../history/history'

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
  history: History
  stored: readonly StoredRoom[]
  /** Omitted if the log was not read, or was recreated. */
  logged?: readonly LoggedEvent[]
  /**
   * Periods in which any server was without Redis, besides those that servers reported: removals announced then take
   * longer.
   */
  liveAway?: readonly { from: number; to: number }[]
  /** Redis kept its data, so no message may have moved to a later epoch. */
  redisKeptData?: boolean
  /** Clients outside this history wrote, too: messages without a writer are theirs. */
  hasOtherWriters?: boolean
}

/** PostgreSQL's rows with the history's numbers, also by message. */
export interface Store {
  /** By the room's number in the history. */
  rooms: ReadonlyMap<number, readonly StoredPosition[]>
  /** The first row of a message. */
  positionOf: (message: number) => StoredPosition | undefined
  /** Rows that no client ever saw or wrote. */
  strangers: readonly Stranger[]
}

interface Stranger {
  roomId: string
  id: string
  seq: number
  saying: string
  isMessage: boolean
}

export interface StoredPosition {
  seq: number
  epoch: number
  message: number
  /** The current state of the message; null for a change of one. */
  row: NonNullable<AuditRow['message']> | null
}

/** In ascending order. Rooms that no client ever saw are left out. */
export function indexStore({ history, stored }: Evidence): Store {
  const { rooms, messages } = history
  const byRoom = new Map<number, readonly StoredPosition[]>()
  const first: (StoredPosition | undefined)[] = []
  const strangers: Stranger[] = []
  for (const { roomId, rows } of stored) {
    const room = rooms.find(roomId)
    if (room === undefined) continue
    const positions: StoredPosition[] = []
    for (const { seq, message: row, change } of rows) {
      const named = row ?? change
      if (!named || (!row && change?.kind === 'message')) continue // reported by another finding
      const message = messages.find(room, named.id)
      if (message !== undefined) positions.push({ seq, epoch: named.epoch, message, row })
      else {
        const saying = row?.body ?? `${change?.kind} ${named.id}`
        strangers.push({ roomId, id: named.id, seq, saying, isMessage: row !== null })
      }
    }
    for (const position of positions) first[position.message] ??= position
    byRoom.set(room, positions)
  }
  return { rooms: byRoom, positionOf: (message) => first[message], strangers }
}
