import type { EventLog } from '@parley/event-log'
import { decodeRoomEvent, type RoomEvent } from '@parley/protocol'
import type { LoggedEvent } from './evidence'

/** Every event of the log, once: what is appended again after a lost answer has the same id. */
export async function readLogged(
  eventLog: Pick<EventLog, 'partitions' | 'read' | 'end'>,
): Promise<LoggedEvent[]> {
  const logged = new Map<string, LoggedEvent>()
  for (let partition = 0; partition < eventLog.partitions; partition++) {
    const end = await eventLog.end(partition)
    for await (const { value } of eventLog.read(partition, 0, end)) {
      const decoded = decodeRoomEvent(value)
      if (!decoded.ok) continue // poison: the persister's dead letter
      const { roomId, id } = decoded.event
      const body = textOf(decoded.event)
      const identity = `${roomId}/${id}`
      if (!logged.has(identity)) logged.set(identity, { roomId, id, body })
    }
  }
  return [...logged.values()]
}

/** What a person reads in an event; a deletion and a reaction say nothing. */
export function textOf(event: RoomEvent): string {
  return 'body' in event ? event.body : ''
}
