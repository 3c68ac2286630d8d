import { fail, ok, type Result, type RoomEvent } from '@parley/protocol'
import type { Log } from '@parley/service'
import type { AllowReaction } from '../limits/reaction-limit'
import type { WhenStored } from '../catch-up/recovery'
import type { SaidBefore } from '../publish/said-before'
import type { Handler } from './handler'
import type { Operate } from './operate'

interface Parts {
  operate: Operate
  saidBefore: Pick<SaidBefore, 'look'>
  whenStored: WhenStored
  allowReaction: AllowReaction
  log: Log
}

/** Edits and deletions are for who wrote the message, reactions for everybody in its room. */
export function messageChange(parts: Parts): Handler<'message:change'> {
  const { operate, saidBefore, whenStored, allowReaction, log } = parts

  return async function messageChange(socket, { messageId, change, ...operation }) {
    return operate(socket, operation, { ...change, messageId }, (event) => mayChange(event, messageId))
  }

  // Asked before the append, so that what is in the log can be folded. Nothing was said yet: asking again is safe.
  async function mayChange(event: RoomEvent, messageId: string): Promise<Result<null>> {
    const { roomId, authorId } = event
    try {
      let found = await saidBefore.look(roomId, messageId)
      if (!found) {
        // Redis may have lost it before the persister came there: then it stands in the log alone.
        if (!(await whenStored(roomId))) return fail('storage-behind')
        found = await saidBefore.look(roomId, messageId)
      }
      if (found?.event.kind !== 'message') return fail('no-such-message')
      if (event.kind === 'reaction')
        return allowReaction(found, event) ? ok(null) : fail('too-many-reactions')
      return found.event.authorId === authorId ? ok(null) : fail('not-your-message')
    } catch (cause) {
      log.warn({ cause, roomId }, 'could not look a message up; who changes it will ask again')
      return fail('database-unavailable')
    }
  }
}
