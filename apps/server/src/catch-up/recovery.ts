import type { Delivery, RoomTail } from '@parley/delivery'
import type { RoomId } from '@parley/protocol'

/**
 * True while a room is recovering after Redis lost data: events below the barrier are acknowledged and may be in neither
 * the tail nor PostgreSQL yet. Rejects when PostgreSQL is down.
 */
export type IsRecovering = (roomId: RoomId, tail: Pick<RoomTail, 'recoveryBarrier'>) => Promise<boolean>

export function createIsRecovering(storedOffset: (roomId: RoomId) => Promise<number>): IsRecovering {
  return async function isRecovering(roomId, { recoveryBarrier }) {
    return recoveryBarrier !== null && (await storedOffset(roomId)) < recoveryBarrier
  }
}

/** Whether servers sequence in the room, or leave that to the persister until it has stored the lost events. */
export function createIsSequencing(
  delivery: Pick<Delivery, 'read'>,
  isRecovering: IsRecovering,
): (roomId: RoomId) => Promise<boolean> {
  return askedOnce(async (roomId) => {
    const tail = await delivery.read(roomId, Number.MAX_SAFE_INTEGER, 1)
    return tail !== null && !(await isRecovering(roomId, tail))
  })
}

/** Callers that ask while an answer is on its way share it. */
function askedOnce<T>(ask: (roomId: RoomId) => Promise<T>): (roomId: RoomId) => Promise<T> {
  const asking = new Map<string, Promise<T>>()
  return (roomId) => {
    const known = asking.get(roomId)
    if (known) return known
    const answer = ask(roomId).finally(() => asking.delete(roomId))
    asking.set(roomId, answer)
    return answer
  }
}
