import type { Delivery } from '@parley/delivery'
import type { SequencedEvent } from '@parley/protocol'
import { byRoom, type ClaimOf, type LoggedEvent } from './batch'
import type { SeedHead } from './seed-head'

/** What became of events: those that have their number, and those that PostgreSQL must be asked for first. */
interface Places {
  placed: SequencedEvent[]
  unplaced: LoggedEvent[]
  /** In which epoch each room of `unplaced` is. Read before PostgreSQL is asked: what it lacks then was not stored before it (1.13). */
  epochs: Map<string, number>
}

/**
 * Asks Redis which numbers servers have given. All events of a room are placed, in one epoch, or none. A room that Redis has lost
 * is seeded. Rejects when Redis, or what seeding needs, is away, and with NotOwnerError. Repeating is safe.
 */
export type FindPlaces = (claim: ClaimOf, events: LoggedEvent[]) => Promise<Places>

export function createFindPlaces(parts: {
  delivery: Pick<Delivery, 'findNumbers'>
  seedHead: SeedHead
}): FindPlaces {
  const { delivery, seedHead } = parts

  return async function findPlaces(claim, events) {
    const places: Places = { placed: [], unplaced: [], epochs: new Map() }
    let rooms = [...byRoom(events)]
    while (rooms.length > 0) {
      const asked = rooms.map(([roomId, logged]) => ({ roomId, ids: logged.map(({ event }) => event.id) }))
      const found = await delivery.findNumbers(asked)
      const lost: typeof rooms = []
      rooms.forEach(([roomId, logged], i) => {
        const numbers = found[i]
        if (!numbers) return void lost.push([roomId, logged])
        const { epoch, seqs } = numbers
        if (seqs.includes(null)) {
          places.unplaced.push(...logged)
          places.epochs.set(roomId, epoch)
        } else places.placed.push(...logged.map(({ event }, at) => ({ seq: seqs[at]!, epoch, event })))
      })
      await Promise.all(lost.map(([roomId]) => seedHead(claim, roomId)))
      rooms = lost
    }
    return places
  }
}
