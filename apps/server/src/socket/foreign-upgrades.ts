import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

/** Headers that offer the other protocol: the repeated request must not have them. */
const NOT_REPEATED = new Set(['upgrade', 'http2-settings', 'connection'])

/**
 * Answers requests that offer another protocol than websocket (`Upgrade: h2c`, as Java and `curl --http2` send) as
 * HTTP/1.1, as RFC 9110 requires. If any listener of `upgrade` exists, Node treats each of them as an upgrade and parses
 * no body; so this emits the request again without the offer. Call it after all listeners of `upgrade` are added.
 */
export function ignoreForeignUpgrades(http: Server): void {
  const own = http.listeners('upgrade')
  http.removeAllListeners('upgrade')
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.headers.upgrade?.toLowerCase() === 'websocket')
      for (const listener of own) listener.call(http, request, socket, head)
    else {
      socket.unshift(Buffer.concat([withoutOffer(request), head]))
      http.emit('connection', socket)
    }
  })
}

function withoutOffer({ method, url, httpVersion, rawHeaders, headers }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/${httpVersion}`]
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? ''
    if (!NOT_REPEATED.has(name.toLowerCase())) lines.push(`${name}: ${rawHeaders[i + 1]}`)
  }
  const isLast = headers.connection?.toLowerCase().includes('close')
  if (isLast) lines.push('Connection: close')
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
}
