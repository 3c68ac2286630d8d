import { fail, type RoomEvent } from '@parley/protocol'
import type { Log } from '@parley/service'
import type { AllowSend } from '../limits/send-limit'
import type { Publisher } from '../publish/publisher'
import type { SaidBefore } from '../publish/said-before'
import type { IsMember } from '../socket/memberships'
import type { Handler } from './handler'

interface Parts {
  publisher: Publisher
  saidBefore: Pick<SaidBefore, 'find'>
  isMember: IsMember
  allowSend: AllowSend
  /** Milliseconds since 1970: what people see as the time of a message. */
  clock: () => number
  log: Log
}

export function messageSend({
  publisher,
  saidBefore,
  isMember,
  allowSend,
  clock,
  log,
}: Parts): Handler<'message:send'> {
  return async function messageSend(socket, { roomId, id, body, again, epoch }) {
    const { visitor } = socket.data
    const event: RoomEvent = {
      kind: 'message',
      id,
      roomId,
      authorId: visitor.id,
      authorName: visitor.name,
      body,
      at: clock(),
    }
    // What was said is answered before anything is asked: a removal or a limit since then does not unsay it.
    const said = again ? await findSaid(event) : null
    if (said) return said
    const member = await isMember(socket, roomId)
    if (!member.ok) return member
    const waitMs = allowSend(visitor)
    if (waitMs !== null) return fail('too-fast', { retryAfterMs: waitMs })
    return publisher.publish(event, again ? 0 : epoch)
  }

  async function findSaid(event: RoomEvent) {
    try {
      return await saidBefore.find(event)
    } catch (cause) {
      log.warn(
        { cause, roomId: event.roomId },
        'could not ask whether a message was said; its sender will ask again',
      )
      return fail('not-confirmed')
    }
  }
}
