import type { Delivery } from '@parley/delivery'
import type { ServerPayload } from '@parley/protocol'
import { every, type Closable, type Logger } from '@parley/service'

const EVERY_MS = 15_000

/**
 * Every 15 s reads the heads of the rooms of this server's own sockets in one pipeline, and announces those that moved.
 * That repairs lost pub/sub messages. `now`: for a known loss.
 */
export function pullHeads(parts: {
  delivery: Pick<Delivery, 'heads'>
  localRooms: () => string[]
  tell: (head: ServerPayload<'room:head'>) => void
  logger: Logger
  everyMs?: number
}): Closable & { now: () => Promise<void> } {
  const { delivery, localRooms, tell, logger, everyMs = EVERY_MS } = parts
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
      logger.warn(
        { cause, rooms: roomIds.length },
        'could not read the heads of rooms; trying again at the next interval',
      )
    }
  }

  return {
    now: pull,
    close: timer.close,
  }
}
