import type { LoggedEvent } from '../src/partition-batch'

/** An event of Ada's as a record of the log. */
export function logged(roomId: string, id: string, offset = 0): LoggedEvent {
  const event = { kind: 'message', id, roomId, authorId: 'ada', authorName: 'Ada', body: id, at: 1 } as const
  return { kind: 'event', offset, key: roomId, value: `value of ${id}`, event }
}
