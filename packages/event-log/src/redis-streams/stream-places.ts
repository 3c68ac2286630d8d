import type { Redis } from 'ioredis'
import { LogRecreatedError } from '../errors'
import { refuseStart } from '../positions'
import type { LogKeys } from './keys'
import type { Lease, Leases } from './leases'
import { readStreamMarks } from './streams'

/** Where reading goes on, and in which log. */
export interface Place {
  next: number
  identity: string
}

export interface StreamPlacesParts {
  redis: Redis
  keys: LogKeys
  leases: Leases
  startAt: (partition: number) => Promise<number>
  /** A start was refused or could not be found out, or the log was made anew. */
  onFatal: (error: Error) => void
}

export interface StreamPlaces {
  /** The partitions that can be read: ours, and we know where. */
  readable: () => [Lease, Place][]
  has: (lease: Lease) => boolean
  /** Asks where a partition starts, unless it is postponed. Rejects only when Redis is away. */
  settle: (lease: Lease) => Promise<void>
  forget: (lease: Lease) => void
  /** Reads nothing of a partition for so long. */
  postpone: (lease: Lease, ms: number) => void
  forgetLost: () => void
  /** Finds a log that was made anew also while nothing is said. Rejects only when Redis is away. */
  check: () => Promise<void>
}

export function createStreamPlaces({
  redis,
  keys,
  leases,
  startAt,
  onFatal,
}: StreamPlacesParts): StreamPlaces {
  const places = new Map<Lease, Place>()
  /** Until when, in monotonic milliseconds. */
  const postponed = new Map<Lease, number>()

  async function settle(lease: Lease): Promise<void> {
    if (performance.now() < (postponed.get(lease) ?? 0)) return
    postponed.delete(lease)
    let start: number
    try {
      start = await startAt(lease.partition)
    } catch (error) {
      return onFatal(error instanceof Error ? error : new Error(String(error)))
    }
    // Read after the answer: the log's end is then never older than what is stored.
    const { low, high, identity } = await readStreamMarks(redis, keys, lease.partition)
    const refusal = refuseStart(lease.partition, start, { low, high })
    if (refusal) return onFatal(refusal)
    if (leases.isValid(lease)) places.set(lease, { next: start, identity })
  }

  async function check(): Promise<void> {
    for (const [lease, place] of places) {
      if (lease.isLost) continue
      const { high, identity } = await readStreamMarks(redis, keys, lease.partition)
      if (high < place.next || !isSameLog(place, identity)) {
        onFatal(new LogRecreatedError(lease.partition, place.next, high))
      }
    }
  }

  return {
    readable: () => [...places].filter(([lease]) => leases.isValid(lease)),
    has: (lease) => places.has(lease),
    settle,
    forget: (lease) => void places.delete(lease),
    postpone(lease, ms) {
      places.delete(lease)
      postponed.set(lease, performance.now() + ms)
    },
    forgetLost() {
      for (const known of [places, postponed])
        for (const lease of known.keys()) if (!leases.isValid(lease)) known.delete(lease)
    },
    check,
  }
}

/** Nothing was ever appended to a log without identity: what begins there begins at 0. */
export function isSameLog({ next, identity }: Place, found: string): boolean {
  return identity === found || (identity === '' && next === 0)
}
