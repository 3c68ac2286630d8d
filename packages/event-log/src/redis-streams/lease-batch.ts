import type { LogBatch, StoredRecord } from '../event-log'
import type { Lease, Leases } from './leases'

export interface LeaseBatch extends LogBatch {
  /** True once isOwned has said no. */
  wasLost(): boolean
  /** When onBatch last showed that it lives. Monotonic milliseconds. */
  aliveMs(): number
}

export interface LeaseBatchParts {
  lease: Lease
  leases: Leases
  records: StoredRecord[]
  onAlive: () => void
}

export function createLeaseBatch({ lease, leases, records, onAlive }: LeaseBatchParts): LeaseBatch {
  let isLost = false
  let aliveMs = performance.now()

  return {
    partition: lease.partition,
    records,
    isOwned() {
      isLost ||= !leases.isValid(lease)
      return !isLost
    },
    async keepAlive() {
      aliveMs = performance.now()
      try {
        await leases.renew(lease)
        onAlive()
      } catch {
        // Redis is away for a moment: the lease runs out by itself if it stays away (isOwned).
      }
    },
    wasLost: () => isLost,
    aliveMs: () => aliveMs,
  }
}
