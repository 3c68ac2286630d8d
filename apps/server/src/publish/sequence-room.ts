import { setTimeout as delay } from 'node:timers/promises'
import type { SequenceResult, Delivery } from '@parley/delivery'
import { fail, ok, type RoomId } from '@parley/protocol'
import { backoffMs, type Logger } from '@parley/service'
import type { Backlog } from './backlog'
import type { Entry } from './entry'
import type { DuplicateLookup } from './duplicate-lookup'

/**
 * Sequences appended events of one room and epoch, so that every member gets them, and answers their senders. `onCalled`:
 * after the first call of the script, whatever its answer. Never rejects.
 */
export type SequenceRoom = (entries: Entry[], onCalled?: () => void) => Promise<void>

/**
 * After this time a sender is told to send again: the event is in the log, and the persister sequences it. Milliseconds.
 */
const TIMEOUT_MS = 8_000
/**
 * Older events are not sequenced here any more: Redis may have forgotten their ids. Counted from before the append: a
 * stopped process mostly waits there, and reads the log's answer first when it continues. Milliseconds.
 */
const STALE_AFTER_MS = 60_000
const BACKOFF = { firstMs: 25, mostMs: 250 }

export function createSequenceRoom(parts: {
  delivery: Pick<Delivery, 'sequence'>
  duplicateLookup: DuplicateLookup
  /** How far PostgreSQL has stored the room's partition. */
  storedOffset: (roomId: RoomId) => Promise<number>
  /** Whether servers sequence in the room. Cheap, however many wait for it. */
  isSequencing: (roomId: RoomId) => Promise<boolean>
  backlog: Backlog
  nowMs: () => number
  /** The wait between two attempts; tools/path-model decides how long it is. */
  sleep?: (ms: number) => Promise<unknown>
  logger: Logger
}): SequenceRoom {
  const { delivery, duplicateLookup, storedOffset, isSequencing, backlog, nowMs, logger } = parts
  const { sleep = delay } = parts

  return async function sequenceRoom(entries, onCalled = () => {}) {
    const [first] = entries
    if (!first) return onCalled()
    const { roomId } = first.event
    const takenAt = Math.min(...entries.map((entry) => entry.takenAt))
    const deadlineMs = nowMs() + TIMEOUT_MS
    let { epoch } = first
    let waiting = entries
    let passed = 0

    for (let attempt = 1; waiting.length > 0; attempt++) {
      if (nowMs() - takenAt > STALE_AFTER_MS) {
        giveUp(waiting)
        return onCalled()
      }
      const sequenced = await trySequence(roomId, waiting, { passed, epoch })
      onCalled()
      if (sequenced?.kind === 'sequenced') return answer(roomId, waiting, sequenced)
      // The epoch is known before the two lookups, so an event that they do not find was not stored before it began.
      if (sequenced?.kind === 'stale-epoch') epoch = sequenced.epoch
      else await sleep(backoffMs(BACKOFF, attempt))
      // Ask Redis and then PostgreSQL before repeating the call: the persister may have stored these events under seqs
      // that Redis no longer knows. While PostgreSQL is down nothing is repeated.
      const asked = await askAgain(roomId, waiting, deadlineMs)
      if (!asked) return
      ;({ waiting, passed } = asked)
    }
  }

  async function trySequence(
    roomId: RoomId,
    entries: Entry[],
    { passed, epoch }: { passed: number; epoch: number },
  ): Promise<SequenceResult | null> {
    const events = entries.map(({ event, record }) => ({
      id: event.id,
      event: record,
      isChange: event.kind !== 'message',
    }))
    try {
      return await delivery.sequence({ roomId, by: 'server', storedOffset: passed, epoch, events })
    } catch (cause) {
      logger.warn({ cause, roomId }, 'sequencing failed; it will be repeated')
      return null
    }
  }

  async function answer(roomId: RoomId, entries: Entry[], sequenced: SequenceResult & { kind: 'sequenced' }) {
    const { epoch, events, unstored } = sequenced
    backlog.note(roomId, unstored)
    const answers = entries.map((entry, i) => ({ ...entry, ...events[i]! }))
    for (const { resolve, seq, event, isNew } of answers) if (isNew) resolve(ok({ seq, epoch, event }))
    for (const entry of answers.filter((each) => !each.isNew)) await answerKnown(entry)
  }

  /** A known id: its sender gets the stored event, any other user a refusal. */
  async function answerKnown({ event, resolve }: Entry) {
    try {
      resolve((await duplicateLookup.find(event)) ?? fail('not-confirmed'))
    } catch (cause) {
      logger.warn({ cause, roomId: event.roomId }, 'could not read a known event; its sender will ask again')
      resolve(fail('not-confirmed'))
    }
  }

  /** Answers the events that already have a position. Resolves to the rest, or to null at the timeout. */
  async function askAgain(roomId: RoomId, entries: Entry[], deadlineMs: number) {
    let waiting = entries
    for (let attempt = 1; nowMs() < deadlineMs; attempt++) {
      try {
        waiting = await leaveOutSequenced(waiting)
        if (waiting.length === 0) return { waiting, passed: 0 }
        // 1.15: before that, all waiting rooms would ask PostgreSQL for each event again and again, while the persister needs it to
        // end the wait.
        if (await isSequencing(roomId)) return await leaveOutStored(roomId, waiting)
      } catch (cause) {
        logger.warn({ cause, roomId }, 'an engine did not answer; the room waits')
      }
      await sleep(backoffMs(BACKOFF, attempt))
    }
    giveUp(waiting)
    return null
  }

  // A script call whose answer was lost may have given seqs.
  async function leaveOutSequenced(entries: Entry[]) {
    const waiting: Entry[] = []
    for (const entry of entries) {
      const found = await duplicateLookup.findLive(entry.event)
      if (found) entry.resolve(found)
      else waiting.push(entry)
    }
    return waiting
  }

  // The offset is read before the ids: everything below it is then certainly found among the ids.
  async function leaveOutStored(roomId: RoomId, entries: Entry[]) {
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
