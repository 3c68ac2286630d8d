import type { Delivery } from '@parley/delivery'
import type { RoomId, SequencedEvent } from '@parley/protocol'
import { byRoom, type LoggedEvent } from './partition-batch'

/**
 * Sequences events that a dead server left: they get their seqs, and every member of their rooms gets them. A room must
 * still be in its epoch of `epochs`; the events of all other rooms are returned as `stale`. Rejects when Redis is down.
 * Safe to repeat.
 */
export type SequenceMissing = (
  events: LoggedEvent[],
  epochs: Map<string, number>,
) => Promise<{ sequenced: SequencedEvent[]; stale: LoggedEvent[] }>

export function createSequenceMissing({
  delivery,
}: {
  delivery: Pick<Delivery, 'sequence'>
}): SequenceMissing {
  return async function sequenceMissing(events, epochs) {
    const sequenced: SequencedEvent[] = []
    const stale: LoggedEvent[] = []
    await Promise.all(
      [...byRoom(events)].map(async ([roomId, logged]) => {
        const ofRoom = await sequenceRoom(roomId, logged, epochs.get(roomId))
        if (ofRoom) sequenced.push(...ofRoom)
        else stale.push(...logged)
      }),
    )
    return { sequenced, stale }
  }

  /** Null: the room is in another epoch, or has none. */
  async function sequenceRoom(
    roomId: RoomId,
    logged: LoggedEvent[],
    epoch = 0,
  ): Promise<SequencedEvent[] | null> {
    const events = logged.map(({ event, value }) => ({
      id: event.id,
      event: value,
      isChange: event.kind !== 'message',
    }))
    const result = await delivery.sequence({ roomId, by: 'persister', storedOffset: 0, epoch, events })
    if (result.kind !== 'sequenced') return null
    return logged.map(({ event }, i) => ({ seq: result.events[i]!.seq, epoch: result.epoch, event }))
  }
}
