import type { Delivery } from '@parley/delivery'
import { idsByRoom, type LoggedEvent } from './partition-batch'

/** Tells Redis what PostgreSQL has, so that it shortens the rooms' tails. `nextOffset`: how far the partition is stored. Safe to repeat at any time. */
export async function trimStored(
  stored: LoggedEvent[],
  nextOffset: number,
  delivery: Pick<Delivery, 'trimRooms'>,
): Promise<void> {
  await delivery.trimRooms(idsByRoom(stored), { offset: nextOffset })
}
