import { decodeRoomEvent, type RoomEvent } from '@parley/protocol'
import type { StoredRecord } from '@parley/event-log'

/** A partition, and under which claim it is read and stored. */
export interface ClaimOf {
  partition: number
  generation: number
}

/** A stretch of one partition: `from` is the offset it begins at, `next` the one after it. */
export interface Stretch extends ClaimOf {
  from: number
  next: number
  records: StoredRecord[]
}

/** An event of a stretch with the text it had in the log. */
export interface LoggedEvent {
  event: RoomEvent
  record: string
}

export interface Poison {
  offset: number
  key: string
  value: string
  reason: string
}

export interface ReadBatch {
  events: LoggedEvent[]
  /** How many records say what one before them in the stretch has said. */
  repeats: number
  poison: Poison[]
}

/** Reads the records of a stretch: events, each id once (the log may repeat), and what can never be one. */
export function readBatch(records: StoredRecord[]): ReadBatch {
  const events = new Map<string, LoggedEvent>()
  const poison: Poison[] = []
  let repeats = 0
  for (const { offset, key, value } of records) {
    const decoded = decodeRoomEvent(value)
    const reason = decoded.ok ? misplaced(decoded.event, key) : decoded.reason
    if (!decoded.ok || reason) {
      poison.push({ offset, key, value, reason: reason ?? 'unreadable' })
      continue
    }
    const identity = `${decoded.event.roomId}/${decoded.event.id}`
    // The first one said it: what stands later under the same id is a repeat, or somebody's copy.
    if (events.has(identity)) repeats += 1
    else events.set(identity, { event: decoded.event, record: value })
  }
  return { events: [...events.values()], repeats, poison }
}

export function idsByRoom(logged: LoggedEvent[]): Map<string, string[]> {
  const ids = new Map<string, string[]>()
  for (const { event } of logged) {
    const ofRoom = ids.get(event.roomId)
    if (ofRoom) ofRoom.push(event.id)
    else ids.set(event.roomId, [event.id])
  }
  return ids
}

function misplaced(event: RoomEvent, key: string): string | undefined {
  return event.roomId === key ? undefined : 'the key is not the room'
}
