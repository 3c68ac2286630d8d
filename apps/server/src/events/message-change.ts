import { fail, ok, type Result, type RoomEvent } from '@parley/protocol'
import type { Log } from '@parley/service'
import type { ReadMessage } from '../catch-up/read-message'
import type { WhenStored } from '../catch-up/recovery'
import type { AllowReaction } from '../limits/reaction-limit'
import type { Handler } from './handler'
import type { HandleOperation } from './handle-operation'

interface Parts {
  handleOperation: HandleOperation
  readMessage: ReadMessage
  whenStored: WhenStored
  allowReaction: AllowReaction
  log: Log
}

/**
 * Edits and deletions are for who wrote the message, reactions for everybody in its room. A deleted message takes neither edits nor
 * reactions any more; to delete it again is no mistake.
 */
export function messageChange(parts: Parts): Handler<'message:change'> {
  const { handleOperation, readMessage, whenStored, allowReaction, log } = parts

  return async function messageChange(socket, { messageId, change, ...operation }) {
    const mayHappen = (event: RoomEvent) => mayChange(event, messageId, operation.again)
    return handleOperation(socket, operation, { ...change, messageId }, mayHappen)
  }

  // Asked before the append, so that what is in the log can be folded. Nothing was said yet: asking again is safe.
  async function mayChange(event: RoomEvent, messageId: string, again: boolean): Promise<Result<null>> {
    const { kind, roomId, authorId } = event
    try {
      let found = await readMessage(roomId, messageId)
      const isOver = kind !== 'deletion' && Boolean(found?.changes?.deleted)
      // Redis may have lost the message before the persister came there; so it may the first attempt of this change, which must not
      // be refused when it was said: either stands in the log alone then.
      if (!found || (isOver && again)) {
        if (!(await whenStored(roomId))) return fail('storage-behind')
        found = await readMessage(roomId, messageId)
      }
      if (found?.event.kind !== 'message') return fail('no-such-message')
      if (kind !== 'reaction' && found.event.authorId !== authorId) return fail('not-your-message')
      if (isOver) return fail('message-deleted')
      return kind !== 'reaction' || allowReaction(found, event) ? ok(null) : fail('too-many-reactions')
    } catch (cause) {
      log.warn({ cause, roomId }, 'could not look a message up; who changes it will ask again')
      return fail('database-unavailable')
    }
  }
}
