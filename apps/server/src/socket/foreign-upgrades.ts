import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

/** Of the request alone: a connection that speaks another protocol must not be offered once more. */
const NOT_REPEATED = new Set(['upgrade', 'http2-settings', 'connection'])

/**
 * Answers requests that offer another protocol than websocket (`Upgrade: h2c`, as Java and `curl --http2` send) as the HTTP/1.1 that
 * they are, which RFC 9110 asks for. With any listener of `upgrade` Node takes each of them for an upgrade and parses no body; so the
 * request is given to it once more, without the offer. To be called when everybody who listens for `upgrade` does.
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
