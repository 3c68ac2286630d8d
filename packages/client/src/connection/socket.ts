import { io, type Socket } from 'socket.io-client'
import { PROTOCOL_VERSION } from '@parley/protocol'
import type { Cookies } from './cookies'
import type { Transport } from './transport-choice'

/**
 * The timeout of a polling request. Milliseconds. A server answers each within its ping interval (15 s) and is given up
 * after 25 s of silence. Without this limit requests of lost connections stay open: a browser has six per server, and
 * then none is left for anything else.
 */
const POLLING_REQUEST_MS = 30_000

/**
 * One socket, for one connection: never reused after it is lost, so that nothing in its buffer is sent later. An error of
 * the first transport leads to the other one at once. A polling connection upgrades to a websocket only after a
 * successful probe; a probe without an answer changes nothing. Polling through a balancer needs sticky sessions there.
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
 * A browser sends no Origin with a GET to its own page's server, and over plain http no other header tells the source of
 * the request. Only a page of that very origin can set this header without a preflight.
 */
function pageHeaders(url: string): Record<string, string> {
  const isOwn = url === '' || new URL(url).origin === globalThis.location?.origin
  return isOwn ? { 'x-requested-with': 'XMLHttpRequest' } : {}
}

// A browser names the page of a socket, and a server accepts no cookie without it. A program in Node has no page: it
// names that server's own origin.
function nodeHeaders(url: string, cookies: Cookies): Record<string, string> {
  const cookie = cookies.header()
  return { origin: new URL(url).origin, ...(cookie && { cookie }) }
}
