import type { Database } from '@parley/database'
import type { Delivery } from '@parley/delivery'
import type { EventLog } from '@parley/event-log'
import type { Logger } from '@parley/service'
import type { RoomId } from '@parley/protocol'
import { FencedError } from './fenced'
import type { Ownership } from './partition-batch'

/** Starts an epoch in a room whose head is missing or has another replication id. Throws FencedError. */
export type StartEpoch = (ownership: Ownership, roomId: RoomId) => Promise<void>

/**
 * Only the persister starts an epoch, because it reads the log in order: a server that sequenced new events now would put
 * them before events that are in the log and not stored yet. The log's end, read after the loss was found, is the
 * recovery barrier: servers sequence there again when everything below it is stored. And only the partition's owner may:
 * another persister may hold seqs from before the loss and store them after this epoch began (1.2). The owner is read
 * after the loss, so that no later owner can do so either.
 */
export function createStartEpoch(parts: {
  delivery: Pick<Delivery, 'sequence'>
  history: Pick<Database['history'], 'highestSeq'>
  offsets: Pick<Database['offsets'], 'isOwner'>
  eventLog: Pick<EventLog, 'end'>
  logger: Logger
}): StartEpoch {
  const { delivery, history, offsets, eventLog, logger } = parts

  return async function startEpoch({ partition, fencingToken }, roomId) {
    const asked = { roomId, by: 'persister' as const, storedOffset: 0, events: [] }
    // Names the loss: for another loss, which this one does not know, no epoch starts (1.14).
    const lost = await delivery.sequence(asked)
    if (lost.kind !== 'no-epoch') return
    if (!(await offsets.isOwner(partition, fencingToken))) throw new FencedError(partition)
    const recoveryBarrier = await eventLog.end(partition)
    const highest = await history.highestSeq(roomId)
    logger.info({ roomId, partition, recoveryBarrier, highest }, 'starting an epoch')
    await delivery.sequence({ ...asked, startEpoch: { highest, recoveryBarrier, loss: lost.loss } })
  }
}
