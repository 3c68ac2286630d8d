import type { LogBatch } from '../event-log'
import type { Lease, Leases } from './leases'

export interface LeaseBatch extends LogBatch {
  /** True once isOwned has returned false. */
  wasLost(): boolean
  /** When onBatch last showed that it is alive. Monotonic milliseconds. */
  aliveMs(): number
}

export interface LeaseBatchParts extends Pick<LogBatch, 'records' | 'readAtMs' | 'isBehind'> {
  lease: Lease
  leases: Leases
  onAlive: () => void
}

export function createLeaseBatch({ lease, leases, onAlive, ...read }: LeaseBatchParts): LeaseBatch {
  let isLost = false
  let aliveMs = performance.now()

  return {
    partition: lease.partition,
    ...read,
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
        // Redis is down for a moment: if it stays down, the lease expires (isOwned).
      }
    },
    wasLost: () => isLost,
    aliveMs: () => aliveMs,
  }
}
