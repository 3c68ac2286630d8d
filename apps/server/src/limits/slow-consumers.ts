import { every, type Closable, type Logger } from '@parley/service'

/** Limits of the data that waits for one client that does not read. */
export const SLOW = {
  /** Waiting packets. */
  maxPackets: 1_000,
  /** Bytes that wait besides the largest packet: a requested answer may be large by itself. */
  maxBytes: 1024 * 1024,
  /** How long the oldest packet may wait. Milliseconds. */
  maxAgeMs: 10_000,
} as const

/** Why a client was cut. */
export type Slowness = 'packets' | 'bytes' | 'age'

interface Packet {
  data?: unknown
  options?: { wsPreEncodedFrame?: unknown }
}

/** The part of an Engine.IO connection that is used here. */
export interface Connection {
  readonly readyState: string
  readonly transport: object
  /** The packets that wait until the transport takes more. It is a new array whenever all of them were handed over. */
  readonly writeBuffer: readonly Packet[]
  on(event: 'close', listen: () => void): unknown
  close(discard?: boolean): unknown
}

/** Age is counted in checks, so that a process that was itself stopped takes no client for slow. */
interface Watched {
  buffer: readonly Packet[]
  looks: number
}

/** Milliseconds. A check costs nothing for clients that read; listening to every packet cost 5 % of a server. */
const CHECK_INTERVAL_MS = 250

/**
 * Socket.IO keeps all data that a client does not read, without limit and without warning. This cuts a client that falls
 * behind: the tail and PostgreSQL have the missed events, so the client reconnects and asks for them.
 *
 * A client that does not read cannot be told anything, so the connection just ends: every client treats a lost connection
 * as "reconnect and sync". (`socket.disconnect()` would mean "stay away".)
 */
export function cutSlowConsumers(parts: {
  onCut: (why: Slowness) => void
  logger: Logger
}): Closable & { watch(connection: Connection): void } {
  const { onCut, logger } = parts
  const watched = new Map<Connection, Watched>()
  const timer = every(CHECK_INTERVAL_MS, look)

  function watch(connection: Connection) {
    watched.set(connection, { buffer: [], looks: 0 })
    connection.on('close', () => watched.delete(connection))
  }

  function look() {
    for (const [connection, state] of watched) {
      const { writeBuffer } = connection
      if (writeBuffer.length === 0) continue
      if (state.buffer !== writeBuffer) Object.assign(state, { buffer: writeBuffer, looks: 0 })
      state.looks += 1
      const why = slownessOf(state)
      if (why) cut(connection, why)
    }
  }

  function cut(connection: Connection, why: Slowness) {
    if (connection.readyState !== 'open') return
    onCut(why)
    logger.warn({ why, packets: connection.writeBuffer.length }, 'a client that does not read is cut')
    connection.close(true)
    terminate(connection.transport)
  }

  return { watch, close: timer.close }
}

function slownessOf({ buffer, looks }: Watched): Slowness | null {
  if (buffer.length > SLOW.maxPackets) return 'packets'
  const sizes = buffer.map(bytesOf)
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  if (bytes - Math.max(...sizes) > SLOW.maxBytes) return 'bytes'
  return looks * CHECK_INTERVAL_MS > SLOW.maxAgeMs ? 'age' : null
}

/**
 * `close` alone would first send a goodbye, behind all waiting packets, and keep them for another 30 s. Engine.IO cannot
 * close at once, so this ends its websocket directly; a polling connection holds nothing.
 */
function terminate(transport: { socket?: { terminate?: () => void } }) {
  transport.socket?.terminate?.()
}

/** A broadcast is encoded once for all, and its frame has the bytes; a text's length is near enough. */
function bytesOf({ data, options }: Packet): number {
  const frame = options?.wsPreEncodedFrame
  if (Array.isArray(frame)) return (frame as Buffer[]).reduce((so, part) => so + part.length, 0)
  if (typeof data === 'string' || Buffer.isBuffer(data)) return data.length
  return 0
}
