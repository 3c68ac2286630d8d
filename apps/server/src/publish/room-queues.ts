import { createRoomBatcher, type Batcher } from './room-batcher'
import type { SequenceRoom } from './sequence-room'
import type { Entry } from './entry'

/** Limits of one script call. */
const MOST = { maxItems: 500, maxBytes: 512 * 1024 }

export interface RoomQueues {
  /** Takes an event that is in the log. */
  add(entry: Entry): void
}

/**
 * After the log every room continues by itself: events that come during a script call of the room go together in the next
 * one, and reach the members in one packet. An event that needs a lookup in PostgreSQL does not delay the rest of its
 * room.
 */
export function createRoomQueues(sequenceRoom: SequenceRoom): RoomQueues {
  const queues = new Map<string, Batcher<Entry>>()

  function add(entry: Entry) {
    const key = `${entry.event.roomId} ${entry.epoch}`
    let queue = queues.get(key)
    if (!queue) {
      queues.set(key, (queue = createRoomBatcher((entries) => callScript(entries), MOST)))
      void forget(key, queue, entry)
    } else queue.add(entry, Buffer.byteLength(entry.record))
  }

  async function forget(key: string, queue: Batcher<Entry>, first: Entry) {
    queue.add(first, Buffer.byteLength(first.record))
    await queue.idle()
    queues.delete(key)
  }

  /** Resolves when the script has answered, even without a seq: an event that waits for one delays no other. */
  function callScript(entries: Entry[]): Promise<void> {
    return new Promise((resolve) => void sequenceRoom(entries, resolve))
  }

  return { add }
}
