import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from '@parley/service'
import type { Publisher } from '../publish/publisher'
import type { Readiness } from './readiness'
import type { ParleyServer } from '../socket/socket-types'

const CHECK_INTERVAL_MS = 50
/** A balancer that asks /readyz every second has noticed by then, and sends no moving client back to us. */
const HEAD_START_MS = 1_500
/** A client that moves at the last moment first waits this long for pending answers. */
const OPEN_ANSWERS_MS = 2_000

/**
 * Asks all clients of this server to reconnect to another one, at random moments within `withinMs`. Call it when /readyz
 * already says no: it resolves when a balancer has noticed that and the clients have been told.
 */
export async function askToReconnect(io: ParleyServer, withinMs: number): Promise<void> {
  await delay(Math.min(HEAD_START_MS, withinMs))
  io.local.emit('server:leaving', { withinMs })
}

/**
 * The orderly end of a server: no new traffic, clients are asked to move within the drain time, accepted requests are
 * answered, and the remaining clients are cut so that they connect elsewhere by themselves.
 */
export async function drain(parts: {
  io: ParleyServer
  readiness: Readiness
  publisher: Publisher
  drainMs: number
  logger: Logger
}): Promise<void> {
  const { io, readiness, publisher, drainMs, logger } = parts
  readiness.drain()
  await askToReconnect(io, drainMs)
  const deadline = performance.now() + drainMs + OPEN_ANSWERS_MS
  while (io.engine.clientsCount > 0 && performance.now() < deadline) await delay(CHECK_INTERVAL_MS)
  await publisher.idle()
  logger.info({ cut: io.engine.clientsCount }, 'drained')
  // `socket.disconnect()` would tell the client to stay away; after a closed transport it reconnects elsewhere.
  for (const socket of io.sockets.sockets.values()) socket.conn.close()
  await io.close()
}
