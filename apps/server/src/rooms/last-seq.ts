import type { Database } from '@parley/database'
import type { Delivery } from '@parley/delivery'
import type { RoomId } from '@parley/protocol'

/** The last seq of a room: from Redis, or, if Redis is down or does not know the room, the highest stored one. */
export function createLastSeq(parts: {
  delivery: Pick<Delivery, 'heads'>
  history: Pick<Database['history'], 'highestSeq'>
}): (roomId: RoomId) => Promise<number> {
  const { delivery, history } = parts
  return async function lastSeq(roomId) {
    const [head] = await delivery.heads([roomId]).catch(() => [])
    return head?.seq ?? history.highestSeq(roomId)
  }
}
