import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '@parley/service'
import type { Publisher } from '../publish/publisher'
import type { Readiness } from './readiness'
import type { ParleyServer } from '../socket/socket-types'

const CHECK_INTERVAL_MS = 50
/** A balancer that asks /readyz every second has noticed by then, and sends nobody back to us who moves. */
const HEAD_START_MS = 1_500
/** A client that moves at the last moment first waits so long for answers that are on their way. */
const OPEN_ANSWERS_MS = 2_000

/**
 * Asks everybody here to go to another server, at moments of their own within `withinMs`. To be called when /readyz says
 * no: resolves when a balancer has noticed that and people have been told.
 */
export async function askToReconnect(io: ParleyServer, withinMs: number): Promise<void> {
  await delay(Math.min(HEAD_START_MS, withinMs))
  io.local.emit('server:leaving', { withinMs })
}

/**
 * The polite end of a server: no new traffic, people are asked to move within the drain time, what was taken is
 * answered, and whoever is still here then is cut so that its client connects elsewhere by itself.
 */
export async function drain(parts: {
  io: ParleyServer
  readiness: Readiness
  publisher: Publisher
  drainMs: number
  log: Log
}): Promise<void> {
  const { io, readiness, publisher, drainMs, log } = parts
  readiness.drain()
  await askToReconnect(io, drainMs)
  const deadline = performance.now() + drainMs + OPEN_ANSWERS_MS
  while (io.engine.clientsCount > 0 && performance.now() < deadline) await delay(CHECK_INTERVAL_MS)
  await publisher.idle()
  log.info({ cut: io.engine.clientsCount }, 'drained')
  // `socket.disconnect()` would tell the client to stay away; a closed transport makes it come back elsewhere.
  for (const socket of io.sockets.sockets.values()) socket.conn.close()
  await io.close()
}
