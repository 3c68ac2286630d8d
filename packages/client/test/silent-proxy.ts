// A proxy in front of a server that silently does not support websockets. HTTP passes.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export type Harm =
  /** Upgrade requests are read and never answered. */
  | 'swallows-upgrades'
  /** They are answered with 101, and nothing passes after that. */
  | 'hollow-upgrades'
  /** The client hears the server, but the server gets nothing from the client after the upgrade. */
  | 'deaf-upgrades'
  | 'refuses-upgrades'
  /** Polling requests are read and never answered; websockets pass. */
  | 'swallows-polling'
  /** Every request. */
  | 'swallows-all'

export type SilentProxy = Awaited<ReturnType<typeof startSilentProxy>>

export async function startSilentProxy(targetPort: number, firstHarm: Harm) {
  let harm = firstHarm
  /** The transports of handshakes, in the order of arrival. */
  const handshakes: string[] = []
  let probes = 0
  const sockets = new Set<Socket>()

  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined) // 'close' follows
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    let isSwallowed = false
    far.on('data', (chunk) => near.write(chunk))
    near.on('data', (chunk) => {
      if (isSwallowed) return
      const { transport, isHandshake, key } = readHead(chunk.toString('latin1'))
      if (transport && isHandshake) handshakes.push(transport)
      if (transport === 'websocket' && !isHandshake) probes++
      isSwallowed = swallows(transport)
      if (transport === 'websocket' && harm === 'hollow-upgrades') near.write(accept(key))
      if (transport === 'websocket' && harm === 'refuses-upgrades')
        near.end('HTTP/1.1 400 Bad Request\r\n\r\n')
      if (!isSwallowed || (transport === 'websocket' && harm === 'deaf-upgrades')) far.write(chunk)
    })
  }).listen(0, '127.0.0.1')

  function swallows(transport: string | undefined): boolean {
    if (harm === 'swallows-all') return true
    return transport === (harm === 'swallows-polling' ? 'polling' : 'websocket')
  }

  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    handshakes,
    probes: () => probes,
    become: (next: Harm) => (harm = next),
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

/** The head of a request to Socket.IO, if one begins here. */
function readHead(text: string): { transport?: string; isHandshake: boolean; key: string } {
  const [line = '', ...headers] = text.split('\r\n')
  const path = line.split(' ')[1] ?? ''
  if (!path.startsWith('/socket.io/')) return { isHandshake: false, key: '' }
  const query = new URLSearchParams(path.split('?')[1])
  const named = headers.find((header) => header.toLowerCase().startsWith('sec-websocket-key:')) ?? ''
  return {
    transport: query.get('transport') ?? '',
    isHandshake: !query.has('sid'),
    key: named.slice(named.indexOf(':') + 1).trim(),
  }
}

function accept(key: string): string {
  const hash = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
  return `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${hash}\r\n\r\n`
}
