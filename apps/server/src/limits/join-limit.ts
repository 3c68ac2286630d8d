import { isLoopback, networkOf } from './network'
import type { TakeShared } from './shared-buckets'

/** Null when one more guest may join from this address, else the milliseconds to wait. Never rejects, answers within a second. */
export type AllowJoin = (address: string) => Promise<number | null>

/**
 * How many guests may join from one address, over all servers together. Clients on this machine are not counted: they are
 * a developer, or come through a proxy that is missing in TRUSTED_PROXIES, behind which all would share one limit.
 */
export function createJoinLimit(parts: { perMinute: number; take: TakeShared }): AllowJoin {
  const { perMinute, take } = parts
  const rate = { burst: perMinute, perSecond: perMinute / 60 }

  return async function allowJoin(address) {
    return isLoopback(address) ? null : take(`guest-join:${networkOf(address)}`, rate)
  }
}
