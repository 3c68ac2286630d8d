import type { Redis } from 'ioredis'
import { LogRecreatedError } from '../errors'
import { refuseStart } from '../positions'
import type { LogKeys } from './keys'
import type { Lease, Leases } from './leases'
import { readStreamMarks } from './streams'

/** Where reading continues, and in which log. */
export interface ReadStart {
  next: number
  identity: string
}

export interface StreamStartsParts {
  redis: Redis
  keys: LogKeys
  leases: Leases
  startAt: (partition: number) => Promise<number>
  /** A start was refused or could not be determined, or the log was recreated. */
  onFatal: (error: Error) => void
}

export interface StreamStarts {
  /** The readable partitions: they are ours, and their start is known. */
  readable: () => [Lease, ReadStart][]
  has: (lease: Lease) => boolean
  /** Asks where a partition starts, unless it is postponed. Rejects only when Redis is down. */
  findStart: (lease: Lease) => Promise<void>
  forget: (lease: Lease) => void
  /** Stops reading a partition for this time. */
  postpone: (lease: Lease, ms: number) => void
  forgetLost: () => void
  /** Detects a recreated log even while no record comes. Rejects only when Redis is down. */
  check: () => Promise<void>
}

export function createStreamStarts({
  redis,
  keys,
  leases,
  startAt,
  onFatal,
}: StreamStartsParts): StreamStarts {
  const starts = new Map<Lease, ReadStart>()
  /** The end of the pause, in monotonic milliseconds. */
  const postponed = new Map<Lease, number>()

  async function findStart(lease: Lease): Promise<void> {
    if (performance.now() < (postponed.get(lease) ?? 0)) return
    postponed.delete(lease)
    let start: number
    try {
      start = await startAt(lease.partition)
    } catch (error) {
      return onFatal(error instanceof Error ? error : new Error(String(error)))
    }
    // Read after the answer, so the log's end is never older than the stored offset.
    const { low, high, identity } = await readStreamMarks(redis, keys, lease.partition)
    const refusal = refuseStart(lease.partition, start, { low, high })
    if (refusal) return onFatal(refusal)
    if (leases.isValid(lease)) starts.set(lease, { next: start, identity })
  }

  async function check(): Promise<void> {
    for (const [lease, start] of starts) {
      if (lease.isLost) continue
      const { high, identity } = await readStreamMarks(redis, keys, lease.partition)
      if (high < start.next || !isSameLog(start, identity)) {
        onFatal(new LogRecreatedError(lease.partition, start.next, high))
      }
    }
  }

  return {
    readable: () => [...starts].filter(([lease]) => leases.isValid(lease)),
    has: (lease) => starts.has(lease),
    findStart,
    forget: (lease) => void starts.delete(lease),
    postpone(lease, ms) {
      starts.delete(lease)
      postponed.set(lease, performance.now() + ms)
    },
    forgetLost() {
      for (const known of [starts, postponed])
        for (const lease of known.keys()) if (!leases.isValid(lease)) known.delete(lease)
    },
    check,
  }
}

/** A log without identity has never had a record, so a log that begins there begins at 0. */
export function isSameLog({ next, identity }: ReadStart, found: string): boolean {
  return identity === found || (identity === '' && next === 0)
}
