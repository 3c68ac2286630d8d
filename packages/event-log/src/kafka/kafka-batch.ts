import type { LogBatch } from '../event-log'

export interface KafkaBatch extends LogBatch {
  /** True once isOwned has said no, or a heartbeat. */
  wasLost(): boolean
  /** Throws what the heartbeat said, if it said anything: kafkajs must hear it to join the group anew. */
  throwLoss(): void
}

export type ReadRecords = Pick<LogBatch, 'partition' | 'records' | 'readAtMs' | 'isBehind'>

export interface KafkaBatchParts extends ReadRecords {
  isOwned: () => boolean
  heartbeat: () => Promise<void>
}

export function createKafkaBatch({ isOwned, heartbeat, ...read }: KafkaBatchParts): KafkaBatch {
  let isLost = false
  let loss: unknown

  return {
    ...read,
    isOwned() {
      isLost ||= !isOwned()
      return !isLost
    },
    async keepAlive() {
      try {
        await heartbeat()
      } catch (error) {
        // The coordinator may be away for a moment: the session's timeout decides then (isOwned).
        if (!saysLost(error)) return
        isLost = true
        loss = error
      }
    },
    wasLost: () => isLost,
    throwLoss() {
      if (loss) throw loss as Error
    },
  }
}

/** During a rebalance too the batch is given up: the others wait for us, and startAt says later where we were. */
export function saysLost(error: unknown): boolean {
  return lossTypes.has((error as { type?: string } | null)?.type ?? '')
}

const lossTypes = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'NOT_COORDINATOR_FOR_GROUP',
])
