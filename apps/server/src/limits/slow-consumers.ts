import type { Closable, Log } from '@parley/service'

/** What may wait for one client that does not read. */
export const SLOW = {
  /** Packets that wait. */
  maxPackets: 1_000,
  /** Bytes that wait behind the largest packet: an answer that somebody asked for may be large by itself. */
  maxBytes: 1024 * 1024,
  /** How long the oldest may wait. Milliseconds. */
  maxAgeMs: 10_000,
} as const

/** Why a client was cut. */
export type Slowness = 'packets' | 'bytes' | 'age'

interface Packet {
  data?: unknown
  options?: { wsPreEncodedFrame?: unknown }
}

/** What is used of an Engine.IO connection. */
export interface Connection {
  readonly readyState: string
  readonly transport: object
  on(event: 'packetCreate', listen: (packet: Packet) => void): unknown
  on(event: 'flush' | 'close', listen: () => void): unknown
  close(discard?: boolean): unknown
}

/** What waits until the transport takes more. Age is counted in looks, so that a process that was itself stopped takes nobody for slow. */
interface Waiting {
  packets: number
  bytes: number
  largest: number
  looks: number
}

const LOOK_EVERY_MS = 1_000

/**
 * Socket.IO keeps whatever a client does not read, without end and without a word. Here a client that falls behind is cut:
 * what it missed stands in the tail and in PostgreSQL, so it connects anew and asks for what it missed.
 *
 * Nothing can be told to who does not read, so the connection just ends: a lost connection is what every client
 * understands as "come again and sync". (`socket.disconnect()` would mean "stay away".)
 */
export function cutSlowConsumers(parts: {
  onCut: (why: Slowness) => void
  log: Log
}): Closable & { watch(connection: Connection): void } {
  const { onCut, log } = parts
  const watched = new Map<Connection, Waiting>()
  const timer = setInterval(look, LOOK_EVERY_MS)

  function watch(connection: Connection) {
    const waiting = nothing()
    watched.set(connection, waiting)
    connection.on('close', () => watched.delete(connection))
    // All that waits is handed to the transport at once.
    connection.on('flush', () => Object.assign(waiting, nothing()))
    connection.on('packetCreate', (packet) => {
      // Judged before this one is added: it may be sent at once.
      if (waiting.packets > SLOW.maxPackets) return cut(connection, 'packets')
      if (waiting.bytes - waiting.largest > SLOW.maxBytes) return cut(connection, 'bytes')
      const bytes = bytesOf(packet)
      waiting.packets += 1
      waiting.bytes += bytes
      waiting.largest = Math.max(waiting.largest, bytes)
    })
  }

  function look() {
    for (const [connection, waiting] of watched) {
      if (waiting.packets === 0) continue
      waiting.looks += 1
      if (waiting.looks * LOOK_EVERY_MS > SLOW.maxAgeMs) cut(connection, 'age')
    }
  }

  function cut(connection: Connection, why: Slowness) {
    if (connection.readyState !== 'open') return
    onCut(why)
    log.warn({ why, ...watched.get(connection) }, 'a client that does not read is cut')
    connection.close(true)
    terminate(connection.transport)
  }

  return {
    watch,
    async close() {
      clearInterval(timer)
    },
  }
}

function nothing(): Waiting {
  return { packets: 0, bytes: 0, largest: 0, looks: 0 }
}

/**
 * `close` alone would say goodbye first, behind all that waits, and hold it for another 30 s. Engine.IO has no way to say
 * "now", so its websocket is ended under it; a polling connection holds nothing.
 */
function terminate(transport: { socket?: { terminate?: () => void } }) {
  transport.socket?.terminate?.()
}

/** A broadcast is encoded once for everybody, and its frame has the bytes; a text's characters are near enough. */
function bytesOf({ data, options }: Packet): number {
  const frame = options?.wsPreEncodedFrame
  if (Array.isArray(frame)) return (frame as Buffer[]).reduce((so, part) => so + part.length, 0)
  if (typeof data === 'string' || Buffer.isBuffer(data)) return data.length
  return 0
}
