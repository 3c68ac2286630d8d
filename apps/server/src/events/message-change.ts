import { fail, ok, type Result, type RoomEvent, type MessageId } from '@parley/protocol'
import type { Logger } from '@parley/service'
import type { ReadMessage } from '../catch-up/read-message'
import type { WhenStored } from '../catch-up/stored-offset'
import type { AllowReaction } from '../limits/reaction-limit'
import type { Handler } from './handler'
import type { HandleOperation } from './handle-operation'

interface Parts {
  handleOperation: HandleOperation
  readMessage: ReadMessage
  whenStored: WhenStored
  allowReaction: AllowReaction
  logger: Logger
}

/**
 * Edits and deletions are for the message's author, reactions for every member. A deleted message accepts neither edits
 * nor reactions; deleting it again is no mistake.
 */
export function messageChange(parts: Parts): Handler<'message:change'> {
  const { handleOperation, readMessage, whenStored, allowReaction, logger } = parts

  return async function messageChange(socket, { messageId, change, ...operation }) {
    const mayHappen = (event: RoomEvent) => mayChange(event, messageId, operation.again)
    return handleOperation(socket, operation, { ...change, messageId }, mayHappen)
  }

  // Checked before the append, so that every change in the log can be folded. Nothing was appended yet: asking again is
  // safe.
  async function mayChange(event: RoomEvent, messageId: MessageId, again: boolean): Promise<Result<null>> {
    const { kind, roomId, authorId } = event
    try {
      let found = await readMessage(roomId, messageId)
      const isOver = kind !== 'deletion' && Boolean(found?.changes?.deleted)
      // Redis may have lost the message before the persister stored it. It may also have lost the first attempt of this
      // change, which must not be refused if it was appended. In both cases the event stands only in the log.
      if (!found || (isOver && again)) {
        if (!(await whenStored(roomId))) return fail('storage-behind')
        found = await readMessage(roomId, messageId)
      }
      if (found?.event.kind !== 'message') return fail('no-such-message')
      if (kind !== 'reaction' && found.event.authorId !== authorId) return fail('not-your-message')
      if (isOver) return fail('message-deleted')
      return kind !== 'reaction' || allowReaction(found, event) ? ok(null) : fail('too-many-reactions')
    } catch (cause) {
      logger.warn({ cause, roomId }, 'could not look up a message; the client that changes it will ask again')
      return fail('database-unavailable')
    }
  }
}
