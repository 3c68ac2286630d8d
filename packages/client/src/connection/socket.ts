import { io, type Socket } from 'socket.io-client'
import { PROTOCOL_VERSION } from '@parley/protocol'
import type { Cookies } from './cookies'
import type { Transport } from './transport-choice'

/**
 * A polling request that nobody answers ends after this. A server answers each within its ping interval (15 s) and is given
 * up after 25 s of silence. Without this limit requests of lost connections stay open: a browser has six for a server, and then
 * none is left for anything else.
 */
const POLLING_REQUEST_MS = 30_000

/**
 * One socket, for one connection: never used again once it is lost, so that nothing buffered in it is sent later.
 * An error of the first transport leads to the other one at once. A connection by polling moves to a websocket only after a
 * probe came back; a probe without an answer changes nothing. Polling through a balancer needs sticky sessions there.
 */
export function openSocket(url: string, first: Transport, cookies: Cookies | null): Socket {
  const options = {
    forceNew: true,
    reconnection: false,
    transports: first === 'websocket' ? ['websocket', 'polling'] : ['polling', 'websocket'],
    tryAllTransports: true,
    requestTimeout: POLLING_REQUEST_MS,
    auth: { protocol: PROTOCOL_VERSION },
    // In Node this keeps a balancer's cookie from one polling request to the next.
    withCredentials: true,
    extraHeaders: cookies ? nodeHeaders(url, cookies) : pageHeaders(url),
  }
  return url === '' ? io(options) : io(url, options)
}

/**
 * A browser names no Origin when it asks its own page's server by GET, and over plain http it does not say where the
 * request comes from either. Only a page of that very origin can set this header without being asked first.
 */
function pageHeaders(url: string): Record<string, string> {
  const isOwn = url === '' || new URL(url).origin === globalThis.location?.origin
  return isOwn ? { 'x-requested-with': 'XMLHttpRequest' } : {}
}

// A browser names the page that a socket belongs to, and a server takes no cookie without. A program in Node has no page:
// it speaks as one of that server's own.
function nodeHeaders(url: string, cookies: Cookies): Record<string, string> {
  const cookie = cookies.header()
  return { origin: new URL(url).origin, ...(cookie && { cookie }) }
}
