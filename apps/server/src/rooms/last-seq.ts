import type { Database } from '@parley/database'
import type { Delivery } from '@parley/delivery'

/** The last number of a room: from Redis, and where that is away or does not know the room, as far as it is stored. */
export function createLastSeq(parts: {
  delivery: Pick<Delivery, 'heads'>
  history: Pick<Database['history'], 'highestSeq'>
}): (roomId: string) => Promise<number> {
  const { delivery, history } = parts
  return async function lastSeq(roomId) {
    const [head] = await delivery.heads([roomId]).catch(() => [])
    return head?.seq ?? history.highestSeq(roomId)
  }
}
