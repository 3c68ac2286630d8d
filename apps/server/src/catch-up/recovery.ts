import type { Database } from '@parley/database'
import type { EventLog } from '@parley/event-log'
import type { Delivery, RoomTail } from '@parley/delivery'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * True while a room's numbers are being rebuilt after Redis lost data: events below the wall are acknowledged and
 * perhaps in neither the tail nor PostgreSQL yet. Rejects when PostgreSQL is away.
 */
export type IsRecovering = (roomId: string, tail: Pick<RoomTail, 'wall'>) => Promise<boolean>

export function createIsRecovering(storedOffset: (roomId: string) => Promise<number>): IsRecovering {
  return async function isRecovering(roomId, { wall }) {
    return wall !== null && (await storedOffset(roomId)) < wall
  }
}

/** Whether servers number events in the room, or leave that to the persister until it has stored what was lost. */
export function createIsNumbered(
  delivery: Pick<Delivery, 'read'>,
  isRecovering: IsRecovering,
): (roomId: string) => Promise<boolean> {
  return askedOnce(async (roomId) => {
    const tail = await delivery.read(roomId, Number.MAX_SAFE_INTEGER, 1)
    return tail !== null && !(await isRecovering(roomId, tail))
  })
}

/** Whoever asks while an answer is on its way gets that one. */
function askedOnce<T>(ask: (roomId: string) => Promise<T>): (roomId: string) => Promise<T> {
  const asking = new Map<string, Promise<T>>()
  return (roomId) => {
    const known = asking.get(roomId)
    if (known) return known
    const answer = ask(roomId).finally(() => asking.delete(roomId))
    asking.set(roomId, answer)
    return answer
  }
}

export function createStoredOffset(
  offsets: Pick<Database['offsets'], 'next'>,
  eventLog: Pick<EventLog, 'partitionOf'>,
): (roomId: string) => Promise<number> {
  return (roomId) => offsets.next(eventLog.partitionOf(roomId))
}

/**
 * True once all that the log has of a room's partition at this moment is in PostgreSQL; false when that takes longer than
 * some six seconds: who asks is held as long as sends are, and goes on as soon as it is there. Only then is what is neither in Redis nor in PostgreSQL surely nowhere: Redis may have lost it.
 */
export type WhenStored = (roomId: string) => Promise<boolean>

const STORED_WITHIN = { attempts: 8, stepMs: 250, mostMs: 1_000 }

export function createWhenStored(parts: {
  storedOffset: (roomId: string) => Promise<number>
  eventLog: Pick<EventLog, 'end' | 'partitionOf'>
  /** The wait between two looks; tools/path-model decides itself how long that is. */
  sleep?: (ms: number) => Promise<unknown>
}): WhenStored {
  const { storedOffset, eventLog, sleep = delay } = parts
  return async function whenStored(roomId) {
    const end = await eventLog.end(eventLog.partitionOf(roomId))
    for (let attempt = 1; (await storedOffset(roomId)) < end; attempt++) {
      if (attempt === STORED_WITHIN.attempts) return false
      await sleep(Math.min(attempt * STORED_WITHIN.stepMs, STORED_WITHIN.mostMs))
    }
    return true
  }
}
