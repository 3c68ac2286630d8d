import type { Cursor, SequencedEvent, SyncAnswer } from '@parley/protocol'
import { bytesOf } from './answer-bytes'

/** The rest of one sync's answer, shared by its rooms. */
export interface SyncBudget {
  events: number
  /** May be overdrawn by one event, so that every answer makes progress. */
  bytes: number
}

export function isUsedUp({ events, bytes }: SyncBudget): boolean {
  return events <= 0 || bytes <= 0
}

/**
 * As much of the answer as the budget allows. A larger answer ends with the budget, and `onMore` gets the real head of
 * the room.
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
