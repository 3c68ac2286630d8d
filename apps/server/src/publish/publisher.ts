import {
  encodeRoomEvent,
  fail,
  type FailureCode,
  type Result,
  type RoomEvent,
  type SequencedEvent,
  type RoomId,
} from '@parley/protocol'
import { isNotAppended, type EventLog } from '@parley/event-log'
import type { Logger } from '@parley/service'
import type { Backlog } from './backlog'
import type { SequenceRoom } from './sequence-room'
import { createRoomQueues } from './room-queues'

export interface Publisher {
  /**
   * THE PATH: append -> sequence (give a seq and publish, in one step) -> answer. Resolves to the event with its
   * position, or to a failure; a retryable one means "maybe appended", and sending the same id again is safe. Never
   * rejects. `epoch`: an epoch of the room before which this was certainly not appended; 0: not known.
   */
  publish(event: RoomEvent, epoch: number): Promise<Result<SequencedEvent>>
  /** Resolves when all accepted events are answered. */
  idle(): Promise<void>
}

/**
 * How many events may be on their way at once. More would only queue up behind a stalled engine and delay all of them.
 */
const MAX_IN_FLIGHT = 5_000

export function createPublisher(parts: {
  eventLog: Pick<EventLog, 'append'>
  /** Whether the log answered last time. It recovers by itself. */
  takesRecords: () => boolean
  isLive: () => boolean
  backlog: Backlog
  sequenceRoom: SequenceRoom
  nowMs: () => number
  logger: Logger
}): Publisher {
  const { eventLog, takesRecords, isLive, backlog, sequenceRoom, nowMs, logger } = parts
  const queues = createRoomQueues(sequenceRoom)
  const inFlight = new Set<Promise<Result<SequencedEvent>>>()

  async function publish(event: RoomEvent, epoch: number): Promise<Result<SequencedEvent>> {
    // Refuse before the append: an event that is not in the log does not exist.
    if (!isLive()) return fail('live-unavailable')
    if (!takesRecords()) return fail('not-appended')
    if (await backlog.isFull(event.roomId)) return fail('storage-behind')
    if (inFlight.size >= MAX_IN_FLIGHT) return fail('too-busy')
    const work = appendAndSequence(event, epoch)
    inFlight.add(work)
    return work.finally(() => inFlight.delete(work))
  }

  async function appendAndSequence(event: RoomEvent, epoch: number): Promise<Result<SequencedEvent>> {
    const record = encodeRoomEvent(event)
    const takenAt = nowMs()
    const refused = await append(event.roomId, record)
    if (refused) return fail(refused)
    return new Promise((resolve) => queues.add({ event, record, epoch, takenAt, resolve }))
  }

  async function append(roomId: RoomId, record: string): Promise<FailureCode | null> {
    try {
      await eventLog.append([{ key: roomId, value: record }])
      return null
    } catch (cause) {
      logger.warn({ cause, roomId }, 'append failed; its sender will try again')
      return isNotAppended(cause) ? 'not-appended' : 'maybe-appended'
    }
  }

  async function idle() {
    while (inFlight.size > 0) await Promise.allSettled(inFlight)
  }

  return { publish, idle }
}
