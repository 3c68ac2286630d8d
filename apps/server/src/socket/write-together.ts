import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'

type Write = (...args: unknown[]) => boolean

/**
 * What a websocket gets within one turn of the event loop leaves in two writes at most: the first frame at once, all that follow
 * it together. A system call costs more than all else that a frame costs. Nothing waits for a clock, and a single frame is
 * written as ever. The order stays, and what waits counts as waiting: `writableLength` and callbacks tell of it.
 */
export function writeTogether(http: Server): void {
  const written = new Set<Duplex>()
  const corked = new Set<Duplex>()

  function endTurn() {
    const sockets = [...corked]
    corked.clear()
    written.clear()
    for (const socket of sockets) socket.uncork()
  }

  http.prependListener('upgrade', (_request, socket: Duplex) => {
    const write = socket.write.bind(socket) as Write
    socket.write = ((...args) => {
      if (!written.has(socket)) {
        if (written.size === 0) setImmediate(endTurn)
        written.add(socket)
      } else if (!corked.has(socket)) {
        corked.add(socket)
        socket.cork()
      }
      return write(...args)
    }) satisfies Write
  })
}
