import type { RoomId } from '@parley/protocol'
/** How many events of a room wait to be stored: above the limit new ones are refused before the append. */
export interface Backlog {
  note(roomId: RoomId, unstored: number): void
  isFull(roomId: RoomId): Promise<boolean>
}

const ASK_AGAIN_AFTER_MS = 1_000

/**
 * Remembers only rooms above half of the limit; a full one is counted again at most once a second. `countUnstored` reads
 * Redis; if it fails the room stays full, which loses nothing.
 */
export function createBacklog(parts: {
  most: number
  countUnstored: (roomId: RoomId) => Promise<number>
  nowMs: () => number
}): Backlog {
  const { most, countUnstored, nowMs } = parts
  const known = new Map<string, { unstored: number; at: number }>()

  function note(roomId: RoomId, unstored: number) {
    if (unstored * 2 < most) known.delete(roomId)
    else known.set(roomId, { unstored, at: nowMs() })
  }

  async function isFull(roomId: RoomId): Promise<boolean> {
    const last = known.get(roomId)
    if (!last || last.unstored < most) return false
    if (nowMs() - last.at < ASK_AGAIN_AFTER_MS) return true
    known.set(roomId, { ...last, at: nowMs() })
    const unstored = await countUnstored(roomId).catch(() => last.unstored)
    note(roomId, unstored)
    return unstored >= most
  }

  return { note, isFull }
}
