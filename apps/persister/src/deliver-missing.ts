import type { Delivery } from '@parley/delivery'
import type { SequencedEvent } from '@parley/protocol'
import type { ClaimOf, LoggedEvent } from './batch'
import type { SeedHead } from './seed-head'

/** What became of events: those that have their number, and those that PostgreSQL must be asked for first. */
interface Placed {
  placed: SequencedEvent[]
  unplaced: LoggedEvent[]
  /** In which epoch each room of `unplaced` is. Read before PostgreSQL is asked: what it lacks then was not stored before it (1.13). */
  epochs: Map<string, number>
}

/**
 * Gives every event its place: the number that a server gave it, or, for what a dead server left, a new one, with which everybody in
 * its room gets it. New ones are given only in a room that is still in its epoch of `epochs`; without one, to none. Rejects
 * when Redis, or what seeding needs, is away, and with NotOwnerError. Repeating is safe.
 */
export type DeliverMissing = (
  claim: ClaimOf,
  events: LoggedEvent[],
  epochs: Map<string, number>,
) => Promise<Placed>

export function createDeliverMissing(parts: {
  delivery: Pick<Delivery, 'deliver'>
  seedHead: SeedHead
}): DeliverMissing {
  const { delivery, seedHead } = parts

  return async function deliverMissing(claim, events, epochs) {
    const result: Placed = { placed: [], unplaced: [], epochs: new Map() }
    await Promise.all(
      [...byRoom(events)].map(async ([roomId, ofRoom]) => {
        const delivered = await deliverRoom(claim, roomId, ofRoom, epochs.get(roomId) ?? 0)
        if (typeof delivered !== 'number') return void result.placed.push(...delivered)
        result.unplaced.push(...ofRoom)
        result.epochs.set(roomId, delivered)
      }),
    )
    return result
  }

  /** Resolves to the room's epoch where not all could be placed; 0: it has just begun. */
  async function deliverRoom(
    claim: ClaimOf,
    roomId: string,
    logged: LoggedEvent[],
    epoch: number,
  ): Promise<SequencedEvent[] | number> {
    const events = logged.map(({ event, value }) => ({
      id: event.id,
      event: value,
      isChange: event.kind !== 'message',
    }))
    const delivered = await delivery.deliver({ roomId, by: 'persister', storedOffset: 0, epoch, events })
    if (delivered.kind === 'unseeded') await seedHead(claim, roomId, delivered.loss)
    if (delivered.kind === 'moved') return delivered.epoch
    if (delivered.kind !== 'delivered') return 0
    const { epoch: given, events: numbered } = delivered
    return logged.map(({ event }, i) => ({ seq: numbered[i]!.seq, epoch: given, event }))
  }
}

function byRoom(events: LoggedEvent[]): Map<string, LoggedEvent[]> {
  const rooms = new Map<string, LoggedEvent[]>()
  for (const logged of events) {
    const ofRoom = rooms.get(logged.event.roomId)
    if (ofRoom) ofRoom.push(logged)
    else rooms.set(logged.event.roomId, [logged])
  }
  return rooms
}
