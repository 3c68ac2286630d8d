import type { Database } from '@parley/database'
import type { Delivery } from '@parley/delivery'
import type { EventLog } from '@parley/event-log'
import type { Log } from '@parley/service'
import type { ClaimOf } from './batch'
import { NotOwnerError } from './not-owner'

/** Starts the head of a room anew where it is missing or foreign. Throws NotOwnerError. */
export type SeedHead = (claim: ClaimOf, roomId: string) => Promise<void>

/**
 * Only the persister seeds, because it reads the log in order: a server that numbered new events now would put them
 * before those that are said but not yet stored. The log's end, read after the loss was found, is the wall: servers
 * number there again once everything below is stored. And only the owner of the partition: another one may hold numbers of
 * before the loss, and store them after this epoch began (1.2). Asked after the loss, so that whoever claims it later cannot.
 */
export function createSeedHead(parts: {
  delivery: Pick<Delivery, 'deliver'>
  history: Pick<Database['history'], 'highestSeq'>
  offsets: Pick<Database['offsets'], 'isHeld'>
  eventLog: Pick<EventLog, 'end'>
  log: Log
}): SeedHead {
  const { delivery, history, offsets, eventLog, log } = parts

  return async function seedHead({ partition, generation }, roomId) {
    const asked = { roomId, by: 'persister' as const, storedOffset: 0, events: [] }
    // Names the loss: of another one, which this does not know of, nothing is seeded (1.14).
    const lost = await delivery.deliver(asked)
    if (lost.kind !== 'unseeded') return
    if (!(await offsets.isHeld(partition, generation))) throw new NotOwnerError(partition)
    const wall = await eventLog.end(partition)
    const highest = await history.highestSeq(roomId)
    log.info({ roomId, partition, wall, highest }, 'seeding the head of a room')
    await delivery.deliver({ ...asked, seed: { highest, wall, loss: lost.loss } })
  }
}
