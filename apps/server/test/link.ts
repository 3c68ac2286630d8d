import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A connection to an engine, or to a server, that tests can cut. */
export interface Link {
  /** The engine's address through this link. */
  url: string
  /** Ends every connection and accepts no new one. */
  cut(): void
  /** Connections stay open, but no data passes, as behind a network that drops everything. */
  swallow(): void
  heal(): void
  /** Limits the bytes per second from the engine on each new connection; the other direction is not limited. */
  slow(bytesPerSecond: number): void
  close(): Promise<void>
}

export async function openLink(engineUrl: string): Promise<Link> {
  const engine = new URL(engineUrl)
  const open = new Set<Socket>()
  let state: 'whole' | 'cut' | 'swallowing' = 'whole'
  let bytesPerSecond = Infinity

  const server = createServer((near) => {
    if (state === 'cut') return near.destroy()
    const far = connect(Number(engine.port), engine.hostname)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from)
      from.on('data', (bytes: Buffer) => {
        if (state === 'whole') to.write(bytes)
        if (from === far) waitFor(far, bytes.length)
      })
      from.on('error', () => to.destroy())
      from.on('close', () => {
        open.delete(from)
        to.destroy()
      })
    }
  })
  function waitFor(socket: Socket, bytes: number) {
    if (bytesPerSecond === Infinity) return
    socket.pause()
    setTimeout(() => socket.resume(), (bytes / bytesPerSecond) * 1_000)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(engineUrl)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)

  function cut() {
    state = 'cut'
    for (const socket of open) socket.destroy()
  }

  return {
    url: url.href,
    cut,
    swallow: () => (state = 'swallowing'),
    heal() {
      // The swallowed bytes are missing from these connections.
      if (state === 'swallowing') for (const socket of open) socket.destroy()
      state = 'whole'
    },
    slow: (most) => (bytesPerSecond = most),
    close() {
      cut()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
