import type { Redis } from 'ioredis'
import type { LogKeys } from './keys'
import { loadScript } from './script'
import { shareOf } from './share'

const lease = loadScript('log-lease.lua')
const members = loadScript('log-members.lua')

/** A partition while it is ours. Taking it again after a loss creates another lease. */
export interface Lease {
  readonly partition: number
  /** Monotonic milliseconds. Counted from before the request, so our lease ends before Redis's. */
  validUntilMs: number
  /** More than our share: to be released between two batches. */
  isSurplus: boolean
  isLost: boolean
}

export interface LeasesOptions {
  redis: Redis
  keys: LogKeys
  group: string
  consumer: string
  partitions: number
  ttlMs: number
}

export interface Leases {
  held(): Lease[]
  isValid(lease: Lease): boolean
  /** Reports that we are alive, renews our leases, and takes free ones up to our share. Rejects when Redis is down. */
  refresh(): Promise<void>
  renew(lease: Lease): Promise<void>
  release(lease: Lease): Promise<void>
  /** Leaves the group: the others find all our partitions free. */
  leave: () => Promise<void>
}

export function createLeases({ redis, keys, group, consumer, partitions, ttlMs }: LeasesOptions): Leases {
  const held = new Map<number, Lease>()

  const ask = async (what: 'take' | 'renew' | 'release', partition: number) =>
    (await lease(redis, [keys.lease(partition, group)], [what, consumer, ttlMs])) === 1

  function lose(lease: Lease) {
    lease.isLost = true
    if (held.get(lease.partition) === lease) held.delete(lease.partition)
  }

  async function renew(lease: Lease): Promise<void> {
    if (lease.isLost) return
    const validUntilMs = performance.now() + ttlMs
    if (await ask('renew', lease.partition)) lease.validUntilMs = validUntilMs
    else lose(lease)
  }

  async function take(partition: number): Promise<void> {
    const validUntilMs = performance.now() + ttlMs
    if (!(await ask('take', partition))) return
    held.set(partition, { partition, validUntilMs, isSurplus: false, isLost: false })
  }

  async function refresh(): Promise<void> {
    const living = (await members(redis, [keys.members(group)], [consumer, ttlMs])) as string[]
    await Promise.all([...held.values()].map(renew))
    const share = shareOf(partitions, living, consumer)
    ;[...held.values()].forEach((lease, index) => (lease.isSurplus = index >= share))

    // Each consumer begins at another partition, so that consumers that start together do not all try the same ones.
    const first = Math.floor((partitions / living.length) * living.indexOf(consumer))
    for (let step = 0; step < partitions && held.size < share; step++) {
      const partition = (first + step) % partitions
      if (!held.has(partition)) await take(partition)
    }
  }

  return {
    held: () => [...held.values()],
    isValid: (lease) => !lease.isLost && performance.now() < lease.validUntilMs,
    refresh,
    renew,
    async release(lease) {
      lose(lease)
      await ask('release', lease.partition)
    },
    async leave() {
      const mine = [...held.values()]
      mine.forEach(lose)
      await Promise.all(mine.map(({ partition }) => ask('release', partition)))
      await members(redis, [keys.members(group)], [consumer, 0])
    },
  }
}
