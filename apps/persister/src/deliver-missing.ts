import type { Delivery } from '@parley/delivery'
import type { SequencedEvent } from '@parley/protocol'
import { byRoom, type LoggedEvent } from './batch'

/**
 * Gives what a dead server left its numbers, with which everybody in its room gets it. Only in a room that is still in its epoch of
 * `epochs`; the events of all other rooms come back. Rejects when Redis is away. Repeating is safe.
 */
export type DeliverMissing = (
  events: LoggedEvent[],
  epochs: Map<string, number>,
) => Promise<{ placed: SequencedEvent[]; moved: LoggedEvent[] }>

export function createDeliverMissing({ delivery }: { delivery: Pick<Delivery, 'deliver'> }): DeliverMissing {
  return async function deliverMissing(events, epochs) {
    const placed: SequencedEvent[] = []
    const moved: LoggedEvent[] = []
    await Promise.all(
      [...byRoom(events)].map(async ([roomId, logged]) => {
        const delivered = await deliver(roomId, logged, epochs.get(roomId))
        if (delivered) placed.push(...delivered)
        else moved.push(...logged)
      }),
    )
    return { placed, moved }
  }

  /** Null: the room is in another epoch, or lost. */
  async function deliver(roomId: string, logged: LoggedEvent[], epoch = 0): Promise<SequencedEvent[] | null> {
    const events = logged.map(({ event, value }) => ({
      id: event.id,
      event: value,
      isChange: event.kind !== 'message',
    }))
    const delivered = await delivery.deliver({ roomId, by: 'persister', storedOffset: 0, epoch, events })
    if (delivered.kind !== 'delivered') return null
    const { epoch: given, events: numbered } = delivered
    return logged.map(({ event }, i) => ({ seq: numbered[i]!.seq, epoch: given, event }))
  }
}
