// The first transport of a connection. Socket.IO tries the other one after an error. Some proxies give no error: they
// read the upgrade and never answer, or answer 101 and pass nothing. Against those only a timeout helps.

export type Transport = 'websocket' | 'polling'

/**
 * The first timeout. Milliseconds. Opening takes five round trips at most (TCP, TLS, upgrade), so connections up to 0.8 s
 * a round trip fit, and one lost SYN on any faster one (sent again after 1 s). Slower ones get there by doubling.
 */
const SHORTEST_TIMEOUT_MS = 4_000
const LONGEST_TIMEOUT_MS = 16_000

export interface TransportChoice {
  first: () => Transport
  /** How long an attempt may hear nothing. Milliseconds. */
  timeoutMs: () => number
  /** An attempt heard nothing in time. `other-transport`: the same server may still answer over the other one. */
  silent: () => 'other-transport' | 'other-server'
  /** An attempt ended with an error: the server or the network failed, not the transport. */
  failed: () => void
  /** An attempt led to a connection, this many milliseconds after its start. */
  worked: (tookMs: number) => void
}

/**
 * Begins with the transport that worked last, at first with websocket. After a silence the same server is tried over the
 * other transport. If both are silent, the server is down, which proves nothing about transports: the next server is
 * tried in the same order. Remembering per attempt instead would let servers and transports alternate in step, and two
 * servers of which one is down would never be tried both ways.
 */
export function createTransportChoice(): TransportChoice {
  let usual: Transport = 'websocket'
  let isOther = false
  let timeoutMs = SHORTEST_TIMEOUT_MS

  const first = () => (isOther ? other(usual) : usual)

  return {
    first,
    timeoutMs: () => timeoutMs,
    silent() {
      isOther = !isOther
      if (isOther) return 'other-transport'
      timeoutMs = within(2 * timeoutMs)
      return 'other-server'
    },
    failed: () => (isOther = false),
    worked(tookMs) {
      usual = first()
      isOther = false
      timeoutMs = within(2 * tookMs) // a slow connection stays slow: its next one is not given up halfway
    },
  }
}

function other(transport: Transport): Transport {
  return transport === 'websocket' ? 'polling' : 'websocket'
}

function within(ms: number): number {
  return Math.min(LONGEST_TIMEOUT_MS, Math.max(SHORTEST_TIMEOUT_MS, ms))
}
