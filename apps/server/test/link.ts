import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** The way to an engine, that can be cut. */
export interface Link {
  /** The engine's address, by this way. */
  url: string
  /** Ends every connection and lets nobody through. */
  cut(): void
  /** Connections stay, and nothing passes any more, as behind a network that swallows everything. */
  swallow(): void
  heal(): void
  close(): Promise<void>
}

export async function openLink(engineUrl: string): Promise<Link> {
  const engine = new URL(engineUrl)
  const open = new Set<Socket>()
  let state: 'whole' | 'cut' | 'swallowing' = 'whole'

  const server = createServer((near) => {
    if (state === 'cut') return near.destroy()
    const far = connect(Number(engine.port), engine.hostname)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from)
      from.on('data', (bytes) => void (state === 'whole' && to.write(bytes)))
      from.on('error', () => to.destroy())
      from.on('close', () => {
        open.delete(from)
        to.destroy()
      })
    }
  })
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
      // What was swallowed is missing from these.
      if (state === 'swallowing') for (const socket of open) socket.destroy()
      state = 'whole'
    },
    close() {
      cut()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
