import type { Delivery } from '@parley/delivery'
import type { RoomEventsPacket, SequencedEvent } from '@parley/protocol'
import type { ClaimOf, LoggedEvent } from './batch'
import type { SeedHead } from './seed-head'

/**
 * Gives every event its place: the number that a server gave it, or, for what a dead server left, a new one, and then
 * shows it to everybody in its room. `epochs`: in which epoch each room was before PostgreSQL was asked for these.
 * Null: a room's numbers have begun anew since, so PostgreSQL must be asked again. Rejects when Redis, or what seeding
 * needs, is away, and with NotOwnerError. Repeating is safe.
 */
export type DeliverMissing = (
  claim: ClaimOf,
  events: LoggedEvent[],
  epochs: Map<string, number>,
) => Promise<SequencedEvent[] | null>

export function createDeliverMissing(parts: {
  delivery: Pick<Delivery, 'deliver'>
  seedHead: SeedHead
  broadcast: (packet: RoomEventsPacket) => void
}): DeliverMissing {
  const { delivery, seedHead, broadcast } = parts

  return async function deliverMissing(claim, events, epochs) {
    const placed = await Promise.all(
      [...byRoom(events)].map(([roomId, ofRoom]) =>
        deliverRoom(claim, roomId, ofRoom, epochs.get(roomId) ?? 0),
      ),
    )
    return placed.some((ofRoom) => ofRoom === null) ? null : placed.flatMap((ofRoom) => ofRoom ?? [])
  }

  async function deliverRoom(
    claim: ClaimOf,
    roomId: string,
    logged: LoggedEvent[],
    epoch: number,
  ): Promise<SequencedEvent[] | null> {
    const events = logged.map(({ event, value }) => ({
      id: event.id,
      event: value,
      isChange: event.kind !== 'message',
    }))
    const delivered = await delivery.deliver({ roomId, by: 'persister', storedOffset: 0, epoch, events })
    if (delivered.kind === 'unseeded') await seedHead(claim, roomId, delivered.loss)
    if (delivered.kind !== 'delivered') return null
    const placed = logged.map(({ event }, i) => ({ event, ...delivered.events[i]! }))
    const fresh = placed.filter((each) => each.fresh)
    if (fresh.length > 0) {
      broadcast({ roomId, epoch: delivered.epoch, events: fresh.map(({ seq, event }) => ({ seq, event })) })
    }
    return placed.map(({ seq, event }) => ({ seq, epoch: delivered.epoch, event }))
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
