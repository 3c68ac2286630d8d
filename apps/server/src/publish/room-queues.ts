import { createBatcher, type Batcher } from './batcher'
import type { SequenceRoom } from './sequence-room'
import type { Entry } from './entry'

/** What one script call takes. */
const MOST = { maxItems: 500, maxBytes: 512 * 1024 }

export interface RoomQueues {
  /** Takes what stands in the log. */
  add(entry: Entry): void
}

/**
 * After the log every room goes on by itself: what comes while a script of the room is on its way goes together in the next
 * one, and reaches everybody in one packet. What must be looked for in PostgreSQL first does not hold up the rest of its room.
 */
export function createRoomQueues(sequenceRoom: SequenceRoom): RoomQueues {
  const queues = new Map<string, Batcher<Entry>>()

  function add(entry: Entry) {
    const key = `${entry.event.roomId} ${entry.epoch}`
    let queue = queues.get(key)
    if (!queue) {
      queues.set(key, (queue = createBatcher((entries) => callScript(entries), MOST)))
      void forget(key, queue, entry)
    } else queue.add(entry, Buffer.byteLength(entry.record))
  }

  async function forget(key: string, queue: Batcher<Entry>, first: Entry) {
    queue.add(first, Buffer.byteLength(first.record))
    await queue.idle()
    queues.delete(key)
  }

  /** Resolves when the script has answered, also where that was no number: whoever waits for one holds up nobody. */
  function callScript(entries: Entry[]): Promise<void> {
    return new Promise((resolve) => void sequenceRoom(entries, resolve))
  }

  return { add }
}
