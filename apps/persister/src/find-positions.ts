import type { Delivery } from '@parley/delivery'
import type { SequencedEvent } from '@parley/protocol'
import { byRoom, type LoggedEvent, type Ownership } from './partition-batch'
import type { StartEpoch } from './start-epoch'

/** Events with the position that a server gave them, and events without one: these need a lookup in PostgreSQL first. */
interface Positions {
  sequenced: SequencedEvent[]
  missing: LoggedEvent[]
  /**
   * The epoch of each room of `missing`. Read before PostgreSQL is asked: an event that it lacks then was not stored
   * before this epoch (1.13).
   */
  epochs: Map<string, number>
}

/**
 * Asks Redis for the positions that servers gave. All events of a room have one, in one epoch, or all are missing. A room
 * that Redis lost starts a new epoch. Rejects when Redis, or an engine that a new epoch needs, is down, and with
 * FencedError. Safe to repeat.
 */
export type FindPositions = (ownership: Ownership, events: LoggedEvent[]) => Promise<Positions>

export function createFindPositions(parts: {
  delivery: Pick<Delivery, 'findSeqs'>
  startEpoch: StartEpoch
}): FindPositions {
  const { delivery, startEpoch } = parts

  return async function findPositions(ownership, events) {
    const positions: Positions = { sequenced: [], missing: [], epochs: new Map() }
    let rooms = [...byRoom(events)]
    while (rooms.length > 0) {
      const asked = rooms.map(([roomId, logged]) => ({ roomId, ids: logged.map(({ event }) => event.id) }))
      const found = await delivery.findSeqs(asked)
      const lost: typeof rooms = []
      rooms.forEach(([roomId, logged], i) => {
        const ofRoom = found[i]
        if (!ofRoom) return void lost.push([roomId, logged])
        const { epoch, seqs } = ofRoom
        if (seqs.includes(null)) {
          positions.missing.push(...logged)
          positions.epochs.set(roomId, epoch)
        } else positions.sequenced.push(...logged.map(({ event }, at) => ({ seq: seqs[at]!, epoch, event })))
      })
      await Promise.all(lost.map(([roomId]) => startEpoch(ownership, roomId)))
      rooms = lost
    }
    return positions
  }
}
