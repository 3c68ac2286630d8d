import type { LogBatch } from '../event-log'

export interface KafkaBatch extends LogBatch {
  /** True once isOwned or a heartbeat has reported the loss. */
  wasLost(): boolean
  /** Throws the heartbeat's error, if there was one: kafkajs must get it to join the group again. */
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
        // The coordinator may be down for a moment: then the session's timeout decides (isOwned).
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

/** A rebalance also ends the batch: the other members wait for us, and startAt later tells where we were. */
export function saysLost(error: unknown): boolean {
  return lossTypes.has((error as { type?: string } | null)?.type ?? '')
}

const lossTypes = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'NOT_COORDINATOR_FOR_GROUP',
])
