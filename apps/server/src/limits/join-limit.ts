import { isIPv6 } from 'node:net'
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

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.')
}

/** One household has a /64 of IPv6 addresses; counting each address alone would be no limit at all. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const { hostname } = new URL(`http://[${address.split('%')[0]}]`)
  const [head = '', tail] = hostname.slice(1, -1).split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail?.split(':') ?? []
  const zeros = Array<string>(8 - left.length - right.length).fill('0')
  return [...left, ...zeros, ...right].slice(0, 4).join(':')
}
