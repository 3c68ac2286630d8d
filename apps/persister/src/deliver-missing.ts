import type { Delivery } from '@parley/delivery'
import type { RoomEventsPacket, SequencedEvent } from '@parley/protocol'
import type { LoggedEvent } from './batch'
import type { SeedHead } from './seed-head'

/**
 * Gives every event its place: the number that a server gave it, or, for what a dead server left, a new one, and then
 * shows it to everybody in its room. Rejects when Redis, or what seeding needs, is away; repeating is safe.
 */
export type DeliverMissing = (partition: number, events: LoggedEvent[]) => Promise<SequencedEvent[]>

export function createDeliverMissing(parts: {
  delivery: Pick<Delivery, 'deliver'>
  seedHead: SeedHead
  broadcast: (packet: RoomEventsPacket) => void
}): DeliverMissing {
  const { delivery, seedHead, broadcast } = parts

  return async function deliverMissing(partition, events) {
    const rooms = [...byRoom(events)]
    const placed = await Promise.all(rooms.map(([roomId, ofRoom]) => deliverRoom(partition, roomId, ofRoom)))
    return placed.flat()
  }

  async function deliverRoom(
    partition: number,
    roomId: string,
    logged: LoggedEvent[],
  ): Promise<SequencedEvent[]> {
    const request = {
      roomId,
      by: 'persister' as const,
      storedOffset: 0,
      events: logged.map(({ event, record }) => ({ id: event.id, event: record })),
    }
    let delivered = await delivery.deliver(request)
    if (delivered.kind === 'unseeded') {
      delivered = await delivery.deliver({ ...request, seed: await seedHead(partition, roomId) })
    }
    if (delivered.kind !== 'delivered') throw new Error(`deliver answered ${delivered.kind} to the persister`)
    const { epoch } = delivered
    const placed = logged.map(({ event }, i) => ({ event, epoch, ...delivered.events[i]! }))
    const fresh = placed.filter((each) => each.fresh)
    if (fresh.length > 0)
      broadcast({ roomId, epoch, events: fresh.map(({ seq, event }) => ({ seq, event })) })
    return placed.map(({ seq, event }) => ({ seq, epoch, event }))
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
