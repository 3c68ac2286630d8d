import type { PersonId } from '@parley/protocol'
import type { Rate } from './token-bucket'
import type { TakeShared } from './shared-buckets'

/** Null when this user may, else the milliseconds to wait. */
type Allow = (personId: PersonId) => Promise<number | null>

export interface RoomLimit {
  join: Allow
  create: Allow
}

/** How often one user may join and create rooms, over all servers together: other users see each of them. */
export function createRoomLimit(rates: { join: Rate; create: Rate }, take: TakeShared): RoomLimit {
  return {
    join: (personId) => take(`room-join:${personId}`, rates.join),
    create: (personId) => take(`room-create:${personId}`, rates.create),
  }
}
