/** The source of a request: the address of the connection, and the proxies' report of the hops before. */
export interface Arrival {
  remoteAddress: string | undefined
  forwardedFor: string | undefined
}

export type ClientAddress = (arrival: Arrival) => string

/**
 * The address that a request really came from. Any client can write `X-Forwarded-For`, so it is read from its end, and
 * only while the writer of an entry is one of our proxies.
 */
export function createClientAddress(isTrusted: (address: string) => boolean): ClientAddress {
  return function clientAddress({ remoteAddress, forwardedFor }) {
    const hops = (forwardedFor ?? '').split(',').map(plainAddress).filter(Boolean)
    let address = plainAddress(remoteAddress ?? '')
    while (isTrusted(address) && hops.length > 0) address = hops.pop()!
    return address
  }
}

/** An IPv4 address in plain form, even on an IPv6 socket. */
function plainAddress(address: string): string {
  return address.trim().replace(/^::ffff:(?=\d+\.)/i, '')
}
