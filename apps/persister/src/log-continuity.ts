import type { Database } from '@parley/database'
import { MAX_BATCH_RECORDS, type EventLog } from '@parley/event-log'
import type { LoggedEvent } from './partition-batch'
import { eventsOf } from './read-batch'
import { ForeignLogError } from './foreign-log'

/**
 * The log continuity check: reads the last batch below the stored offset again, before anything is stored after it.
 * Resolves to its stored events: a persister that died between storing and trimming left their ids in Redis, where they
 * would hold back persistedSeq for ever. A record that is not stored proves that this is another log, of which nothing
 * may be skipped. Throws ForeignLogError.
 */
export async function checkLogContinuity(
  partition: number,
  nextOffset: number,
  parts: {
    eventLog: Pick<EventLog, 'read'>
    events: Pick<Database['events'], 'known'>
    audit: Pick<Database['audit'], 'deadLetters'>
  },
): Promise<LoggedEvent[]> {
  const { eventLog, events, audit } = parts
  const logged: LoggedEvent[] = []
  for await (const record of eventLog.read(
    partition,
    Math.max(0, nextOffset - MAX_BATCH_RECORDS),
    nextOffset,
  ))
    logged.push(...eventsOf(partition, [record]))
  const known = await events.known(logged.map(({ event: { roomId, id } }) => ({ roomId, id })))
  const isStored = ({ event: { roomId, id } }: LoggedEvent) => known.has(`${roomId}/${id}`)
  const missing = logged.filter((each) => !isStored(each))
  if (missing.length > 0) {
    // PostgreSQL never stores a dead letter as an event.
    const dead = new Set(await audit.deadLetters(partition))
    const lost = missing.find(({ offset }) => !dead.has(offset))
    if (lost) throw new ForeignLogError(partition, lost.offset, nextOffset)
  }
  return logged.filter(isStored)
}
