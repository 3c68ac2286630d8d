// The requests for missed events, and the meaning of an answer for each requested room. Pure.
import { limits, type ClientOutput, type Cursor, type SyncAnswer, type RoomId } from '@parley/protocol'
import type { Answer } from '../connection/answer'

/** All cursors, in as few requests as the protocol allows. */
export function cursorPages(cursors: readonly Cursor[]): Cursor[][] {
  const pages: Cursor[][] = []
  for (let start = 0; start < cursors.length; start += limits.syncMaxRooms) {
    pages.push(cursors.slice(start, start + limits.syncMaxRooms))
  }
  return pages
}

export type SyncOutcome =
  | Extract<SyncAnswer, { kind: 'events' | 'reload' | 'not-a-member' }>
  /** Nothing is known yet. Ask again, not before `afterMs`. */
  | { kind: 'retry'; roomId: RoomId; afterMs: number }

/** One outcome for each requested room, whatever the server answered or left out. */
export function readSyncAnswers(
  asked: readonly Cursor[],
  answer: Answer<ClientOutput<'rooms:sync'>>,
): SyncOutcome[] {
  const answered = new Map<string, SyncAnswer>()
  if (answer.kind === 'done') for (const room of answer.value.rooms) answered.set(room.roomId, room)
  const afterMs = answer.kind === 'refused' ? (answer.failure.retryAfterMs ?? 0) : 0
  return asked.map(({ roomId }) => outcomeOf(roomId, answered.get(roomId), afterMs))
}

function outcomeOf(roomId: RoomId, answer: SyncAnswer | undefined, afterMs: number): SyncOutcome {
  if (!answer) return { kind: 'retry', roomId, afterMs }
  if (answer.kind === 'later') return { kind: 'retry', roomId, afterMs: answer.retryAfterMs }
  return answer
}
