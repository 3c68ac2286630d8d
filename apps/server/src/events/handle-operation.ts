import { fail, ok, type ClientOutput, type ParsedInput, type Result, type RoomEvent } from '@parley/protocol'
import type { Logger } from '@parley/service'
import type { AllowSend } from '../limits/send-limit'
import type { Publisher } from '../publish/publisher'
import type { DuplicateLookup } from '../publish/duplicate-lookup'
import type { IsMember } from '../rooms/memberships'
import type { ParleySocket } from '../socket/socket-types'

export interface HandleOperationParts {
  publisher: Publisher
  duplicateLookup: Pick<DuplicateLookup, 'find' | 'findOwn'>
  isMember: IsMember
  allowSend: AllowSend
  /** Rate of duplicate lookups per user, apart from the rate of sends. */
  allowRetry: AllowSend
  /** Milliseconds since 1970: users see it as the time of a message. */
  clock: () => number
  logger: Logger
}

/** The event without author and time: the server sets both. */
type Done<E extends RoomEvent> = E extends RoomEvent
  ? Omit<E, 'id' | 'roomId' | 'authorId' | 'authorName' | 'at'>
  : never

type Operation = Pick<ParsedInput<'message:send'>, 'roomId' | 'id' | 'again' | 'epoch'>

/**
 * The steps that all operations with a seq share: first answer a repeat of a known event, then check membership and rate,
 * then with `mayHappen` whether the operation is possible; then THE PATH.
 */
export type HandleOperation = (
  socket: ParleySocket,
  operation: Operation,
  done: Done<RoomEvent>,
  mayHappen?: (event: RoomEvent) => Promise<Result<null>>,
) => Promise<Result<ClientOutput<'message:send'>>>

export function createHandleOperation(parts: HandleOperationParts): HandleOperation {
  const { publisher, duplicateLookup, isMember, allowSend, allowRetry, clock, logger } = parts

  return async function handleOperation(
    socket,
    { roomId, id, again: isRetry, epoch },
    done,
    mayHappen = allow,
  ) {
    const { user } = socket.data
    const by = { authorId: user.id, authorName: user.name, at: clock() }
    const event: RoomEvent = { ...done, id, roomId, ...by }
    const member = await isMember(socket, roomId)
    // A removal or a limit since then does not undo a sent event.
    const said = isRetry ? await answerRetry(socket, event, member.ok) : null
    if (said) return said
    if (!member.ok) return member
    const waitMs = allowSend(user)
    if (waitMs !== null) return fail('too-fast', { retryAfterMs: waitMs })
    const possible = await mayHappen(event)
    if (possible.ok) return publisher.publish(event, isRetry ? 0 : epoch)
    // A permanent refusal is right only if the event was never appended; its first attempt may have got its position
    // during the check.
    const sequenced = isRetry && !possible.failure.retryable ? await answerRetry(socket, event, true) : null
    return sequenced ?? possible
  }

  /**
   * Null if the event is not known. Strangers must learn nothing about ids, and former members nothing that happened
   * since.
   */
  async function answerRetry(socket: ParleySocket, event: RoomEvent, maySee: boolean) {
    const waitMs = allowRetry(socket.data.user)
    if (waitMs !== null) return fail('too-fast', { retryAfterMs: waitMs })
    try {
      if (maySee) return await duplicateLookup.find(event)
      const own = await duplicateLookup.findOwn(event)
      return own && ok(own)
    } catch (cause) {
      logger.warn({ cause, roomId: event.roomId }, 'duplicate lookup failed; the sender will ask again')
      return fail('not-confirmed')
    }
  }
}

async function allow(): Promise<Result<null>> {
  return ok(null)
}
