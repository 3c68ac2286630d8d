import type { Socket } from 'node:net'
import type { LinkMode } from './fault-link'

/** More than this waits in the sender's own buffers. */
const MOST_WAITING_BYTES = 256 * 1024
/**
 * Linux sends again after this time, and then after twice as long each time. It gives up far later than we do.
 * Milliseconds.
 */
const FIRST_TIMEOUT_MS = 200
const LONGEST_TIMEOUT_MS = 6_400

export interface Forwarding {
  /** Called when the mode has changed. */
  look(): void
}

/** Passes on the data of one side, in order, as the link's mode allows. `onSwallowed`: no more of it is passed on. */
export function forward(
  from: Socket,
  to: Socket,
  mode: () => LinkMode,
  onSwallowed: () => void = () => undefined,
): Forwarding {
  /** `null` is the end of the data. */
  const waiting: { chunk: Buffer | null; dueMs: number }[] = []
  let waitingBytes = 0
  let isFull = false
  /** After a swallowed request, everything that follows on this connection is swallowed, too. */
  let isSwallowed = false
  let freeAtMs = 0
  let timer: NodeJS.Timeout | undefined
  from.on('data', take)
  from.on('end', () => take(null))
  to.on('drain', () => {
    isFull = false
    look()
  })
  from.on('close', () => clearTimeout(timer))
  to.on('close', () => clearTimeout(timer))

  function take(chunk: Buffer | null) {
    if (chunk && !isSwallowed && mode().kind === 'swallows-upgrades' && isUpgrade(chunk)) {
      isSwallowed = true
      onSwallowed()
    }
    if (isSwallowed) return
    waiting.push({ chunk, dueMs: dueMs(chunk?.length ?? 0) })
    waitingBytes += chunk?.length ?? 0
    look()
  }

  /** When the last of these bytes would arrive. */
  function dueMs(bytes: number): number {
    const now = mode()
    if (now.kind === 'slow') return performance.now() + now.delayMs
    if (now.kind === 'lossy') return performance.now() + sentAgainAfterMs(now.share)
    if (now.kind !== 'limited') return 0
    return (freeAtMs = Math.max(performance.now(), freeAtMs) + (bytes / now.bytesPerSecond) * 1_000)
  }

  function look() {
    clearTimeout(timer)
    const isHeld = mode().kind === 'half-open'
    if (isHeld || isFull || waitingBytes > MOST_WAITING_BYTES) from.pause()
    else from.resume()
    if (isHeld || isFull) return
    for (let first = waiting[0]; first; first = waiting[0]) {
      const waitMs = first.dueMs - performance.now()
      if (waitMs > 0) return void (timer = setTimeout(look, waitMs))
      pass(first.chunk)
      if (isFull) return
    }
  }

  function pass(chunk: Buffer | null) {
    waiting.shift()
    if (chunk === null) return void to.end()
    waitingBytes -= chunk.length
    isFull = !to.write(chunk)
    if (isFull) from.pause()
    else if (waitingBytes <= MOST_WAITING_BYTES) from.resume()
  }

  return { look }
}

/** A request is written at once, and none before the previous answer: its head begins a chunk. */
function isUpgrade(chunk: Buffer): boolean {
  const text = chunk.toString('latin1')
  return text.startsWith('GET ') && text.toLowerCase().includes('\r\nupgrade: websocket\r\n')
}

/** 0 for data that arrives at once. */
function sentAgainAfterMs(share: number): number {
  let afterMs = 0
  for (let timeoutMs = FIRST_TIMEOUT_MS; timeoutMs <= LONGEST_TIMEOUT_MS; timeoutMs *= 2) {
    if (Math.random() >= share) break
    afterMs += timeoutMs
  }
  return afterMs
}
