import { connect, createServer, type Server, type Socket } from 'node:net'
import type { LinkMode } from './fault-link'
import { forward, type Forwarding } from './forward'

/** One link: a connection to `port` reaches `targetPort`, as far as the mode allows. Both on 127.0.0.1. */
export interface TcpProxy {
  set(mode: LinkMode): Promise<void>
  /** For future connections. */
  leadTo(targetPort: number): void
  close(): Promise<void>
}

const HOST = '127.0.0.1'
/** Another process may hold the port for a moment after the cut link released it. Milliseconds. */
const LISTEN_AGAIN_MS = 100

interface Pair {
  begin(): void
  look(): void
  reset(): void
}

export async function openTcpProxy(port: number, firstTargetPort: number): Promise<TcpProxy> {
  let targetPort = firstTargetPort
  const pairs = new Set<Pair>()
  let mode: LinkMode = { kind: 'healthy' }
  let isClosed = false
  let server: Server | null = await listen()

  async function listen(): Promise<Server> {
    const listening = createServer({ allowHalfOpen: true, noDelay: true }, take)
    await new Promise<void>((resolve, reject) => {
      listening.once('error', reject)
      listening.listen({ port, host: HOST, backlog: 4_096 }, resolve)
    })
    return listening
  }

  function take(near: Socket) {
    const pair = createPair(
      near,
      () => targetPort,
      () => mode,
    )
    pairs.add(pair)
    near.once('close', () => pairs.delete(pair))
    pair.begin()
  }

  async function set(next: LinkMode) {
    mode = next
    if (mode.kind === 'cut') {
      server?.close()
      server = null
      for (const pair of pairs) pair.reset()
      return
    }
    while (!server && !isClosed) {
      server = await listen().catch(() => null)
      if (!server) await new Promise((wake) => setTimeout(wake, LISTEN_AGAIN_MS))
    }
    for (const pair of pairs) pair.look()
  }

  async function close() {
    isClosed = true
    for (const pair of pairs) pair.reset()
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()))
  }

  return { set, leadTo: (port) => void (targetPort = port), close }
}

/**
 * A connection and its counterpart behind the link. While the link is half-open neither learns that the other is gone.
 */
function createPair(near: Socket, targetPort: () => number, mode: () => LinkMode): Pair {
  let far: Socket | null = null
  let ways: Forwarding[] = []
  let isOver = false
  let isSwallowed = false
  near.on('error', () => undefined) // 'close' follows
  near.on('close', over)
  near.pause()

  function begin() {
    if (far || isOver || mode().kind === 'half-open') return
    far = connect({ port: targetPort(), host: HOST, allowHalfOpen: true, noDelay: true })
    far.on('error', () => undefined) // 'close' follows
    far.on('close', () => !isSwallowed && over())
    ways = [forward(near, far, mode, swallowed), forward(far, near, mode)]
    for (const way of ways) way.look()
  }

  /** The other side never gets the request, so it cannot end it: HAProxy would, after its own timeout. */
  function swallowed() {
    isSwallowed = true
    far?.destroy()
    near.once('end', reset)
  }

  function over() {
    isOver = true
    if (mode().kind !== 'half-open') reset()
  }

  function reset() {
    isOver = true
    near.resetAndDestroy()
    far?.resetAndDestroy()
  }

  return {
    begin,
    look() {
      if (isOver && mode().kind !== 'half-open') return reset()
      begin()
      for (const way of ways) way.look()
    },
    reset,
  }
}
