import type { RoomId } from '@parley/protocol'
import type { Ask } from '../connection/answer'

/**
 * The smallest interval between two reports of one room's mark. Milliseconds. Otherwise reading along in a busy room
 * would cost a request for each message.
 */
const READ_MARK_EVERY_MS = 500

interface ReadMarks {
  mark: (roomId: RoomId, seq: number) => void
  /** Reports all marks again: a server that died may have lost them. They only rise, so repeats do no harm. */
  connected: () => void
  clear: () => void
}

export function createReadMarks({ ask, isOnline }: { ask: Ask; isOnline: () => boolean }): ReadMarks {
  const marks = new Map<string, number>()
  const untold = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function mark(roomId: RoomId, seq: number): void {
    if (seq <= (marks.get(roomId) ?? 0)) return
    marks.set(roomId, seq)
    untold.add(roomId)
    timer ??= setTimeout(tell, READ_MARK_EVERY_MS)
  }

  function tell(): void {
    timer = undefined
    if (!isOnline()) return // reported when there is a connection
    const roomIds = [...untold]
    untold.clear()
    for (const roomId of roomIds) void tellOne(roomId)
  }

  async function tellOne(roomId: RoomId): Promise<void> {
    const seq = marks.get(roomId)
    if (seq === undefined) return
    const answer = await ask('read:mark', { roomId, seq })
    const isOver = answer.kind === 'done' || (answer.kind === 'refused' && !answer.failure.retryable)
    if (isOver || !marks.has(roomId)) return
    untold.add(roomId)
    const hintMs = answer.kind === 'refused' ? answer.failure.retryAfterMs : undefined
    timer ??= setTimeout(tell, Math.max(READ_MARK_EVERY_MS, hintMs ?? 0))
  }

  function connected(): void {
    for (const roomId of marks.keys()) untold.add(roomId)
    if (untold.size > 0) timer ??= setTimeout(tell, READ_MARK_EVERY_MS)
  }

  function clear(): void {
    clearTimeout(timer)
    timer = undefined
    marks.clear()
    untold.clear()
  }

  return { mark, connected, clear }
}
