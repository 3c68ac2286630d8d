import type { EventLog } from '@parley/event-log'
import { decodeRoomEvent } from '@parley/protocol'
import type { LoggedEvent } from '../checker/evidence'
import { sayingOf } from '../history/saying'

/** Every event of the log, once: an append repeated after a lost answer has the same id. */
export async function readLogged(
  eventLog: Pick<EventLog, 'partitions' | 'read' | 'end'>,
): Promise<LoggedEvent[]> {
  const logged = new Map<string, LoggedEvent>()
  for (let partition = 0; partition < eventLog.partitions; partition++) {
    const end = await eventLog.end(partition)
    for await (const { value } of eventLog.read(partition, 0, end)) {
      const decoded = decodeRoomEvent(value)
      if (decoded.kind !== 'event') continue // poison: the persister makes it a dead letter
      const { roomId, id } = decoded.event
      const identity = `${roomId}/${id}`
      if (!logged.has(identity)) logged.set(identity, { roomId, id, saying: sayingOf(decoded.event) })
    }
  }
  return [...logged.values()]
}
