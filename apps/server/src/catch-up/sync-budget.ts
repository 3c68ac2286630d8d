import type { Cursor, SequencedEvent, SyncAnswer } from '@parley/protocol'
import { bytesOf } from './answer-bytes'

/** What an answer to one sync may still hold, shared by its rooms. */
export interface SyncBudget {
  events: number
  /** Overdrawn by one event, so that every answer brings somebody further. */
  bytes: number
}

export function isUsedUp({ events, bytes }: SyncBudget): boolean {
  return events <= 0 || bytes <= 0
}

/**
 * As much of it as the budget has room for. What is too large ends where the budget does, and `onMore` is told how far the
 * room really goes.
 */
export function fitAnswer(
  answer: SyncAnswer,
  budget: SyncBudget,
  onMore: (head: Cursor) => void,
): SyncAnswer {
  if (answer.kind !== 'events') return answer
  const { roomId, epoch, seq, events } = answer
  let count = 0
  for (; count < events.length && !isUsedUp(budget); count++) {
    budget.events -= 1
    budget.bytes -= bytesOf(events[count] as SequencedEvent)
  }
  if (count === events.length) return answer
  const last = events[count - 1]
  if (!last) return { kind: 'later', roomId, retryAfterMs: 0 }
  onMore({ roomId, epoch, seq })
  return { kind: 'events', roomId, epoch, seq: last.seq, events: events.slice(0, count) }
}
