import { setTimeout as delay } from 'node:timers/promises'
import type { LogBatch, NotYet } from '@parley/event-log'
import type { Log } from '@parley/service'
import { NewerRecordError } from './newer-record'
import { NotOwnerError } from './not-owner'
import type { PersistBatch } from './persist-batch'
import { whileOwned } from './while-owned'

export interface OnBatch {
  /**
   * Takes what the log hands over. Resolves when it is stored, is another persister's, or must wait for an upgrade of this
   * one; throws what must end this process.
   */
  onBatch(batch: LogBatch): Promise<NotYet | void>
  /** The partitions whose next record only a newer version can read, as far as they were ours when that was found. */
  waiting(): number[]
}

/**
 * The persister comes second: a server that has just appended a record is about to number and show it. Whoever stored it sooner
 * would take that from the server, which then has to ask Redis and PostgreSQL what became of its own message. Counted from when
 * the record was read, so that no clock is compared with another.
 */
const STORE_AFTER_MS = 250
const KEEP_ALIVE_MS = 3_000
/** How soon a partition that waits for an upgrade is looked at again: it may have been given up, or moved. */
const AGAIN_IN_MS = 5_000

export function createOnBatch(parts: {
  /** Of this process's claim; undefined where it has none. */
  generationOf: (partition: number) => number | undefined
  /** What must be looked at before the first batch of a claim; undefined once there is nothing. */
  lookBackOf: (partition: number) => Promise<void> | undefined
  persistBatch: PersistBatch
  log: Log
}): OnBatch {
  const { generationOf, lookBackOf, persistBatch, log } = parts
  const waiting = new Set<number>()

  async function onBatch({ partition, records, readAtMs, isBehind, keepAlive, isOwned }: LogBatch) {
    const [first, last, generation] = [records[0], records.at(-1), generationOf(partition)]
    if (!first || !last || generation === undefined) return
    // On a timer, because a step may take long: a database that hangs is waited for inside one query.
    const beat = setInterval(() => void keepAlive(), KEEP_ALIVE_MS)
    const stretch = { partition, generation, from: first.offset, next: last.offset + 1, records }
    try {
      const looking = lookBackOf(partition)
      if (looking) await whileOwned(partition, isOwned, looking)
      // Behind the log nothing is overtaken, and everything waits for us.
      if (!isBehind) await delay(Math.max(0, readAtMs + STORE_AFTER_MS - performance.now()))
      await persistBatch(stretch, isOwned)
      waiting.delete(partition)
    } catch (cause) {
      if (cause instanceof NewerRecordError) return waitForUpgrade(cause)
      // The partition has moved, or this process itself has claimed it anew: the log hands these records over once more.
      const isTheirs = !isOwned() || generationOf(partition) !== generation
      if (!(isTheirs && cause instanceof NotOwnerError)) throw cause
    } finally {
      clearInterval(beat)
    }
  }

  function waitForUpgrade(cause: NewerRecordError): NotYet {
    if (!waiting.has(cause.partition))
      log.error({ cause }, 'ALARM: a partition waits until this persister is upgraded')
    waiting.add(cause.partition)
    return { againInMs: AGAIN_IN_MS }
  }

  return { onBatch, waiting: () => [...waiting] }
}
