import { isIPv6 } from 'node:net'
import { createBuckets } from './buckets'

/** Null when one more guest may join from this address, else the milliseconds to wait. */
export type AllowJoin = (address: string) => number | null

/**
 * How many guests may join from one address through this server. Whoever is on this machine itself is not counted:
 * that is a developer, or a proxy that was not named in TRUSTED_PROXIES, behind which everybody would share one limit.
 */
export function createJoinLimit(perMinute: number, nowMs: () => number): AllowJoin {
  const take = createBuckets(nowMs)
  const rate = { burst: perMinute, perSecond: perMinute / 60 }
  return (address) => (isLoopback(address) ? null : take(networkOf(address), rate))
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.')
}

/** One home has a /64 of IPv6 addresses; counting each alone would be no limit at all. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const { hostname } = new URL(`http://[${address.split('%')[0]}]`)
  const [head = '', tail] = hostname.slice(1, -1).split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail?.split(':').filter(Boolean) ?? []
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  return [...left, ...zeros, ...right].slice(0, 4).join(':')
}
