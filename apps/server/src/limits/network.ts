import { isIPv6 } from 'node:net'

export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.')
}

/** One home has a /64 of IPv6 addresses; counting each alone would be no limit at all. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const { hostname } = new URL(`http://[${address.split('%')[0]}]`)
  const [head = '', tail] = hostname.slice(1, -1).split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail?.split(':') ?? []
  const zeros = Array<string>(8 - left.length - right.length).fill('0')
  return [...left, ...zeros, ...right].slice(0, 4).join(':')
}
