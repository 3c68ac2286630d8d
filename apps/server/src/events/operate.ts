import { fail, ok, type ClientOutput, type ParsedInput, type Result, type RoomEvent } from '@parley/protocol'
import type { Log } from '@parley/service'
import type { AllowSend } from '../limits/send-limit'
import type { Publisher } from '../publish/publisher'
import type { SaidBefore } from '../publish/said-before'
import type { IsMember } from '../socket/memberships'
import type { ParleySocket } from '../socket/person'

export interface OperateParts {
  publisher: Publisher
  saidBefore: Pick<SaidBefore, 'find'>
  isMember: IsMember
  allowSend: AllowSend
  /** Milliseconds since 1970: what people see as the time of a message. */
  clock: () => number
  log: Log
}

/** What is done is done by somebody at some time; who and when is the server's word. */
type Done<E extends RoomEvent> = E extends RoomEvent
  ? Omit<E, 'id' | 'roomId' | 'authorId' | 'authorName' | 'at'>
  : never

type Operation = Pick<ParsedInput<'message:send'>, 'roomId' | 'id' | 'again' | 'epoch'>

/**
 * What everything has in common that takes a number in a room: a known id is answered first, then comes who may, how fast,
 * and, with `mayHappen`, whether it can be done at all; then THE PATH.
 */
export type Operate = (
  socket: ParleySocket,
  operation: Operation,
  done: Done<RoomEvent>,
  mayHappen?: (event: RoomEvent) => Promise<Result<null>>,
) => Promise<Result<ClientOutput<'message:send'>>>

export function createOperate(parts: OperateParts): Operate {
  const { publisher, saidBefore, isMember, allowSend, clock, log } = parts

  return async function operate(socket, { roomId, id, again, epoch }, done, mayHappen = allow) {
    const { visitor } = socket.data
    const by = { authorId: visitor.id, authorName: visitor.name, at: clock() }
    const event: RoomEvent = { ...done, id, roomId, ...by }
    // What was said is answered before anything is asked: a removal or a limit since then does not unsay it.
    const said = again ? await findSaid(event) : null
    if (said) return said
    const member = await isMember(socket, roomId)
    if (!member.ok) return member
    const waitMs = allowSend(visitor)
    if (waitMs !== null) return fail('too-fast', { retryAfterMs: waitMs })
    const possible = await mayHappen(event)
    return possible.ok ? publisher.publish(event, again ? 0 : epoch) : possible
  }

  async function findSaid(event: RoomEvent) {
    try {
      return await saidBefore.find(event)
    } catch (cause) {
      log.warn(
        { cause, roomId: event.roomId },
        'could not ask whether an event was said; its sender will ask again',
      )
      return fail('not-confirmed')
    }
  }
}

async function allow(): Promise<Result<null>> {
  return ok(null)
}
