import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'

type Write = (...args: unknown[]) => boolean

/**
 * Data that a websocket gets within one turn of the event loop leaves in at most two writes: the first frame at once, all
 * that follow together. A system call costs more than the rest of a frame. No timer is involved, and a single frame is
 * written as usual. The order stays, and waiting data counts as waiting: `writableLength` and callbacks report it.
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
