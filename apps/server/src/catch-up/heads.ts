import type { Delivery } from '@parley/delivery'
import type { ServerPayload } from '@parley/protocol'
import { every, type Closable, type Log } from '@parley/service'

const EVERY_MS = 15_000

/**
 * Every 15 s the heads of rooms that this server's own sockets are in are read in one pipeline, and those that moved
 * are told. So a lost pub/sub message heals. `now`: when it is known that some were lost.
 */
export function pullHeads(parts: {
  delivery: Pick<Delivery, 'heads'>
  localRooms: () => string[]
  tell: (head: ServerPayload<'room:head'>) => void
  log: Log
  everyMs?: number
}): Closable & { now: () => Promise<void> } {
  const { delivery, localRooms, tell, log, everyMs = EVERY_MS } = parts
  let told = new Map<string, number>()
  const timer = every(everyMs, pull)

  async function pull() {
    const roomIds = localRooms()
    try {
      const heads = await delivery.heads(roomIds)
      const before = told
      told = new Map()
      roomIds.forEach((roomId, i) => {
        const head = heads[i]
        if (!head) return
        told.set(roomId, head.seq)
        if (before.get(roomId) !== head.seq) tell({ roomId, ...head })
      })
    } catch (cause) {
      log.warn({ cause, rooms: roomIds.length }, 'heads not read; next time')
    }
  }

  return {
    now: pull,
    close: timer.close,
  }
}
