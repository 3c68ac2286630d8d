/** Where a request came from: the address of the connection, and what proxies say of the way before. */
export interface Arrival {
  remoteAddress: string | undefined
  forwardedFor: string | undefined
}

export type ClientAddress = (arrival: Arrival) => string

/**
 * The address that a request really came from. `X-Forwarded-For` is written by whoever likes to, so it is read from its
 * end, and only for as long as the one who wrote an entry is a proxy of ours.
 */
export function createClientAddress(isTrusted: (address: string) => boolean): ClientAddress {
  return function clientAddress({ remoteAddress, forwardedFor }) {
    const hops = (forwardedFor ?? '').split(',').map(plainAddress).filter(Boolean)
    let address = plainAddress(remoteAddress ?? '')
    while (isTrusted(address) && hops.length > 0) address = hops.pop()!
    return address
  }
}

/** An IPv4 address as such, also where the socket is an IPv6 one. */
function plainAddress(address: string): string {
  return address.trim().replace(/^::ffff:(?=\d+\.)/i, '')
}
