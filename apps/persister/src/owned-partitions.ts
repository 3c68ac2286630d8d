// The partitions that this process owns: where each starts, its fencing token, and its log continuity check.
import type { TakenPartition } from '@parley/database'
import type { Logger } from '@parley/service'
import type { EngineWait } from './engine-wait'
import type { LoggedEvent } from './partition-batch'
import type { NextOffsets } from './watch-path'

interface OwnedPartitions {
  /** Takes the partition over. Resolves to the offset at which its reading starts. */
  startAt(partition: number): Promise<number>
  /** Undefined for a partition that this process does not own. */
  fencingTokenOf(partition: number): number | undefined
  /** The first batch of a partition waits for it. Undefined for a partition that this process does not own. */
  continuityCheckOf(partition: number): Promise<void> | undefined
}

export function createOwnedPartitions(parts: {
  takeOver: (partition: number) => Promise<TakenPartition>
  /** Resolves to the stored events of the last batch. */
  checkLogContinuity: (partition: number, nextOffset: number) => Promise<LoggedEvent[]>
  trimStored: (stored: LoggedEvent[], nextOffset: number) => Promise<void>
  nextOffsets: NextOffsets
  /** A failed check ends this process. */
  onFatal: (cause: Error) => void
  engines: Pick<EngineWait, 'wait' | 'isClosed'>
  logger: Pick<Logger, 'debug'>
}): OwnedPartitions {
  const { takeOver, checkLogContinuity, trimStored, nextOffsets, onFatal, logger } = parts
  const { wait, isClosed } = parts.engines
  const fencingTokens = new Map<number, number>()
  const continuityChecks = new Map<number, () => Promise<void>>()
  let checking = Promise.resolve()

  function startAt(partition: number): Promise<number> {
    return wait('what is stored already', async () => {
      const { nextOffset, fencingToken } = await takeOver(partition)
      fencingTokens.set(partition, fencingToken)
      nextOffsets.set(partition, nextOffset)
      checkContinuitySoon(partition, nextOffset)
      return nextOffset
    })
  }

  // The first batch of a partition waits for the continuity check of its own partition. The checks run one after the
  // other, because each reads the log over connections of its own.
  function checkContinuitySoon(partition: number, nextOffset: number) {
    let looked: Promise<void> | null = null
    const look = () => (looked ??= checkContinuityAndTrim(partition, nextOffset))
    continuityChecks.set(partition, look)
    checking = checking.then(async () => {
      if (!isClosed() && continuityChecks.get(partition) === look) await look().catch(onFatal)
    })
  }

  async function checkContinuityAndTrim(partition: number, nextOffset: number) {
    const fencingToken = fencingTokens.get(partition)
    const stored = await wait('what was stored last', () => checkLogContinuity(partition, nextOffset))
    // Stored events stay stored: they may be trimmed in parallel, for as long as that takes.
    void wait('Redis, to trim what was stored last', async () => {
      if (fencingTokens.get(partition) === fencingToken) await trimStored(stored, nextOffset)
    }).catch((cause: unknown) => logger.debug({ cause, partition }, 'not trimmed: this process ends'))
  }

  return {
    startAt,
    fencingTokenOf: (partition) => fencingTokens.get(partition),
    continuityCheckOf: (partition) => continuityChecks.get(partition)?.(),
  }
}
