import { io, type Socket } from 'socket.io-client'
import { PROTOCOL_VERSION } from '@parley/protocol'
import type { Cookies } from './cookies'

/**
 * One socket, for one connection: never used again once it is lost, so that nothing buffered in it is sent later.
 * Websocket first; polling only where a proxy refuses websockets at once. (A network that swallows them silently runs
 * into our connect timeout, and another server is tried.) Polling through a balancer needs sticky sessions there.
 */
export function openSocket(url: string, cookies: Cookies | null): Socket {
  const options = {
    forceNew: true,
    reconnection: false,
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    auth: { protocol: PROTOCOL_VERSION },
    ...(cookies ? { extraHeaders: nodeHeaders(url, cookies) } : { withCredentials: true }),
  }
  return url === '' ? io(options) : io(url, options)
}

// A browser names the page that a socket belongs to, and a server takes no cookie without. A program in Node has no page:
// it speaks as one of that server's own.
function nodeHeaders(url: string, cookies: Cookies): Record<string, string> {
  const cookie = cookies.header()
  return { origin: new URL(url).origin, ...(cookie && { cookie }) }
}
