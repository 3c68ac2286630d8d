import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'

type Write = (...args: unknown[]) => boolean

/**
 * What a websocket gets within one turn of the event loop leaves in one write: a system call costs more than all else that a
 * frame costs. Nothing waits for a clock, so where there is one frame it costs nothing. The order stays, and what waits counts as
 * waiting: `writableLength` and callbacks tell of it as ever.
 */
export function writeOnceATurn(http: Server): void {
  const corked = new Set<Duplex>()

  function flush() {
    const sockets = [...corked]
    corked.clear()
    for (const socket of sockets) socket.uncork()
  }

  http.prependListener('upgrade', (_request, socket: Duplex) => {
    const write = socket.write.bind(socket) as Write
    const writeCorked: Write = (...args) => {
      if (!corked.has(socket)) {
        if (corked.size === 0) setImmediate(flush)
        corked.add(socket)
        socket.cork()
      }
      return write(...args)
    }
    // The first is the answer to the upgrade: where that is a refusal, the socket is destroyed in the same turn.
    socket.write = ((...args) => {
      socket.write = writeCorked
      return write(...args)
    }) satisfies Write
  })
}
