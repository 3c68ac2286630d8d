import { setTimeout as delay } from 'node:timers/promises'
import type { LogBatch, NotYet } from '@parley/event-log'
import type { Logger } from '@parley/service'
import { NewerRecordError } from './newer-record'
import { FencedError } from './fenced'
import type { PersistBatch } from './persist-batch'
import { whileOwned } from './while-owned'

export interface OnBatch {
  /**
   * Takes a batch of the log. Resolves when it is stored, belongs to another persister, or must wait for an upgrade of
   * this one; throws errors that must end this process.
   */
  onBatch(batch: LogBatch): Promise<NotYet | void>
  /** The partitions whose next record only a newer version can read, as far as they were ours when that was found. */
  waiting(): number[]
}

/**
 * The persister comes second: a server that has just appended a record is about to sequence it. A persister that stored
 * it sooner would preempt the server, which then has to ask Redis and PostgreSQL about its own message. Counted from the
 * reading of the record, so that no two clocks are compared. Milliseconds.
 */
const STORE_AFTER_MS = 250
const KEEP_ALIVE_MS = 3_000
/**
 * How soon a partition that waits for an upgrade is checked again: its record may have been given up, or the partition
 * moved. Milliseconds.
 */
const AGAIN_IN_MS = 5_000
/**
 * How long PostgreSQL may know another owner of a partition before the log does. Milliseconds. Above the log's session
 * timeout of 10 s: after that the log knows. A stored offset that moved without a new owner (a fail-over, an operator)
 * never becomes right: then this process ends at once and starts at the stored offset.
 */
const FENCED_TIMEOUT_MS = 15_000
const CHECK_INTERVAL_MS = 100

export function createOnBatch(parts: {
  /** Undefined for a partition that this process does not own. */
  fencingTokenOf: (partition: number) => number | undefined
  /** The log continuity check before the first batch of an owner; undefined if there is none. */
  continuityCheckOf: (partition: number) => Promise<void> | undefined
  /** Whether PostgreSQL still takes this process for the partition's owner. */
  isOwner: (partition: number, fencingToken: number) => Promise<boolean>
  persistBatch: PersistBatch
  fencedTimeoutMs?: number
  logger: Logger
}): OnBatch {
  const {
    fencingTokenOf,
    continuityCheckOf,
    isOwner,
    persistBatch,
    fencedTimeoutMs = FENCED_TIMEOUT_MS,
    logger,
  } = parts
  const waiting = new Set<number>()

  async function onBatch({ partition, records, readAtMs, isBehind, keepAlive, isOwned }: LogBatch) {
    const [first, last, fencingToken] = [records[0], records.at(-1), fencingTokenOf(partition)]
    if (!first || !last || fencingToken === undefined) return
    // On a timer, because a step may take long: one query may wait for a database that hangs.
    const beat = setInterval(() => void keepAlive(), KEEP_ALIVE_MS)
    const batch = { partition, fencingToken, baseOffset: first.offset, nextOffset: last.offset + 1, records }
    try {
      const looking = continuityCheckOf(partition)
      if (looking) await whileOwned(partition, isOwned, looking)
      // Behind the log there is no server to overtake, and every event waits for us.
      if (!isBehind) await delay(Math.max(0, readAtMs + STORE_AFTER_MS - performance.now()))
      await persistBatch(batch, isOwned)
      waiting.delete(partition)
    } catch (cause) {
      if (cause instanceof NewerRecordError) return waitForUpgrade(cause)
      if (!(cause instanceof FencedError)) throw cause
      // The partition has moved, or this process itself has taken it over again: the log hands these records over once
      // more. While the group's broker is down, the log may learn of the move later than PostgreSQL.
      const isTheirs = () => !isOwned() || fencingTokenOf(partition) !== fencingToken
      const isMovedInPostgres = !isTheirs() && !(await isOwner(partition, fencingToken))
      if (isMovedInPostgres) await isTrueWithin(isTheirs, fencedTimeoutMs)
      if (!isTheirs()) throw cause
    } finally {
      clearInterval(beat)
    }
  }

  function waitForUpgrade(cause: NewerRecordError): NotYet {
    if (!waiting.has(cause.partition))
      logger.error({ cause }, 'ALARM: a partition waits until this persister is upgraded')
    waiting.add(cause.partition)
    return { againInMs: AGAIN_IN_MS }
  }

  return { onBatch, waiting: () => [...waiting] }
}

async function isTrueWithin(condition: () => boolean, timeoutMs: number): Promise<boolean> {
  const until = performance.now() + timeoutMs
  while (!condition() && performance.now() < until) await delay(CHECK_INTERVAL_MS)
  return condition()
}
