import type { Database } from '@parley/database'
import type { EventLog } from '@parley/event-log'
import type { Delivery, RoomTail } from '@parley/delivery'
import { setTimeout as delay } from 'node:timers/promises'
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

export function createStoredOffset(
  offsets: Pick<Database['offsets'], 'next'>,
  eventLog: Pick<EventLog, 'partitionOf'>,
): (roomId: RoomId) => Promise<number> {
  return (roomId) => offsets.next(eventLog.partitionOf(roomId))
}

/**
 * True when PostgreSQL has everything that the log has of the room's partition at this moment; false when that takes
 * longer than some six seconds, as long as a send may wait. Only after that is an event that is in neither Redis nor
 * PostgreSQL certainly nowhere: Redis may have lost it.
 */
export type WhenStored = (roomId: RoomId) => Promise<boolean>

const STORED_WITHIN = { attempts: 8, stepMs: 250, mostMs: 1_000 }

export function createWhenStored(parts: {
  storedOffset: (roomId: RoomId) => Promise<number>
  eventLog: Pick<EventLog, 'end' | 'partitionOf'>
  /** The wait between two checks; tools/path-model decides how long it is. */
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
