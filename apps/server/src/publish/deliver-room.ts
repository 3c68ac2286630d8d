import { setTimeout as delay } from 'node:timers/promises'
import type { Delivered, Delivery } from '@parley/delivery'
import { fail, ok } from '@parley/protocol'
import { backoffMs, type Log } from '@parley/service'
import type { Backlog } from './backlog'
import type { Entry } from './entry'
import type { DuplicateLookup } from './duplicate-lookup'

/**
 * Gives appended events of one room and epoch their numbers, with which everybody there gets them, and answers their senders.
 * `onCalled`: once the script was called for the first time, whatever it said. Never rejects.
 */
export type DeliverRoom = (entries: Entry[], onCalled?: () => void) => Promise<void>

/** After this a sender is told to send again: the event is in the log, and the persister delivers it. */
const TIMEOUT_MS = 8_000
/**
 * What was said longer ago is not delivered any more: its id may be forgotten already. Counted from before the append,
 * because a process that is stopped mostly stands there, and first of all reads the answer of the log when it goes on.
 */
const STALE_AFTER_MS = 60_000
const BACKOFF = { firstMs: 25, mostMs: 250 }

export function createDeliverRoom(parts: {
  delivery: Pick<Delivery, 'deliver'>
  duplicateLookup: DuplicateLookup
  /** Where the persister has come in the room's partition: everything below is in PostgreSQL. */
  storedOffset: (roomId: string) => Promise<number>
  /** Whether servers give numbers in the room. Costs little, however many wait for it. */
  isNumbered: (roomId: string) => Promise<boolean>
  backlog: Backlog
  nowMs: () => number
  /** The wait between two attempts; tools/path-model decides itself how long that is. */
  sleep?: (ms: number) => Promise<unknown>
  log: Log
}): DeliverRoom {
  const { delivery, duplicateLookup, storedOffset, isNumbered, backlog, nowMs, log } = parts
  const { sleep = delay } = parts

  return async function deliverRoom(entries, onCalled = () => {}) {
    const [first] = entries
    if (!first) return onCalled()
    const { roomId } = first.event
    const saidAt = Math.min(...entries.map((entry) => entry.saidAt))
    const patientUntil = nowMs() + TIMEOUT_MS
    let { epoch } = first
    let waiting = entries
    let passed = 0

    for (let attempt = 1; waiting.length > 0; attempt++) {
      if (nowMs() - saidAt > STALE_AFTER_MS) {
        giveUp(waiting)
        return onCalled()
      }
      const delivered = await tryDeliver(roomId, waiting, { passed, epoch })
      onCalled()
      if (delivered?.kind === 'delivered') return answer(roomId, waiting, delivered)
      // The epoch is known before the two are asked, so what they do not have was not stored before it began.
      if (delivered?.kind === 'moved') epoch = delivered.epoch
      else await sleep(backoffMs(BACKOFF, attempt))
      // Before `deliver` is repeated Redis and then PostgreSQL are asked: meanwhile the persister may have stored these
      // under numbers that Redis no longer knows. While PostgreSQL is away nothing is repeated.
      const asked = await askAgain(roomId, waiting, patientUntil)
      if (!asked) return
      ;({ waiting, passed } = asked)
    }
  }

  async function tryDeliver(
    roomId: string,
    entries: Entry[],
    { passed, epoch }: { passed: number; epoch: number },
  ): Promise<Delivered | null> {
    const events = entries.map(({ event, record }) => ({
      id: event.id,
      event: record,
      isChange: event.kind !== 'message',
    }))
    try {
      return await delivery.deliver({ roomId, by: 'server', storedOffset: passed, epoch, events })
    } catch (cause) {
      log.warn({ cause, roomId }, 'deliver failed; it will be repeated')
      return null
    }
  }

  async function answer(roomId: string, entries: Entry[], delivered: Delivered & { kind: 'delivered' }) {
    const { epoch, events, unstored } = delivered
    backlog.note(roomId, unstored)
    const placed = entries.map((entry, i) => ({ ...entry, ...events[i]! }))
    for (const { resolve, seq, event, fresh } of placed) if (fresh) resolve(ok({ seq, epoch, event }))
    for (const entry of placed.filter((each) => !each.fresh)) await answerKnown(entry)
  }

  /** An id that had its number before: its sender gets the stored event, anybody else a refusal. */
  async function answerKnown({ event, resolve }: Entry) {
    try {
      resolve((await duplicateLookup.find(event)) ?? fail('not-confirmed'))
    } catch (cause) {
      log.warn({ cause, roomId: event.roomId }, 'could not read a known event; its sender will ask again')
      resolve(fail('not-confirmed'))
    }
  }

  /** What of these is said and placed already is answered; resolves to the rest, or to null when time is up. */
  async function askAgain(roomId: string, entries: Entry[], deadlineMs: number) {
    let waiting = entries
    for (let attempt = 1; nowMs() < deadlineMs; attempt++) {
      try {
        waiting = await leaveOutPlaced(waiting)
        if (waiting.length === 0) return { waiting, passed: 0 }
        // 1.15: until then PostgreSQL would be asked for each event, again and again, by all that wait, while the persister
        // needs it to end the waiting.
        if (await isNumbered(roomId)) return await leaveOutStored(roomId, waiting)
      } catch (cause) {
        log.warn({ cause, roomId }, 'an engine did not answer; the room waits')
      }
      await sleep(backoffMs(BACKOFF, attempt))
    }
    giveUp(waiting)
    return null
  }

  // A `deliver` whose answer was lost may have given numbers.
  async function leaveOutPlaced(entries: Entry[]) {
    const waiting: Entry[] = []
    for (const entry of entries) {
      const found = await duplicateLookup.findLive(entry.event)
      if (found) entry.resolve(found)
      else waiting.push(entry)
    }
    return waiting
  }

  // The offset is read before the ids: what stands below it is then surely found among the ids.
  async function leaveOutStored(roomId: string, entries: Entry[]) {
    const passed = await storedOffset(roomId)
    const waiting: Entry[] = []
    for (const entry of entries) {
      const found = await duplicateLookup.findInDatabase(entry.event)
      if (found) entry.resolve(found)
      else waiting.push(entry)
    }
    return { waiting, passed }
  }

  function giveUp(entries: Entry[]) {
    for (const { resolve } of entries) resolve(fail('not-confirmed'))
  }
}
