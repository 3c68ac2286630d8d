import {
  encodeRoomEvent,
  fail,
  type FailureCode,
  type Result,
  type RoomEvent,
  type SequencedEvent,
} from '@parley/protocol'
import { isNotAppended, type EventLog } from '@parley/event-log'
import type { Log } from '@parley/service'
import type { Backlog } from './backlog'
import type { DeliverRoom } from './deliver-room'
import { createRoomQueues } from './room-queues'

export interface Publisher {
  /**
   * THE PATH: append -> deliver (number and show, in one step) -> answer. Resolves to the event in its place, or to a failure;
   * a retryable one means "perhaps said", and sending the same id again is safe. Never rejects.
   * `epoch`: an epoch of the room before which this was surely not said; 0: not known.
   */
  publish(event: RoomEvent, epoch: number): Promise<Result<SequencedEvent>>
  /** Resolves when everything taken so far is answered. */
  idle(): Promise<void>
}

/** What may be on its way at once. More only grows while an engine stalls, and makes everybody wait. */
const MOST_ON_THEIR_WAY = 5_000

export function createPublisher(parts: {
  eventLog: Pick<EventLog, 'append'>
  /** Whether the log answers, as last known: it comes back by itself. */
  takesRecords: () => boolean
  isLive: () => boolean
  backlog: Backlog
  deliverRoom: DeliverRoom
  nowMs: () => number
  log: Log
}): Publisher {
  const { eventLog, takesRecords, isLive, backlog, deliverRoom, nowMs, log } = parts
  const queues = createRoomQueues(deliverRoom)
  const onTheirWay = new Set<Promise<Result<SequencedEvent>>>()

  async function publish(event: RoomEvent, epoch: number): Promise<Result<SequencedEvent>> {
    // Refused before the append: what is not in the log was certainly not said.
    if (!isLive()) return fail('live-unavailable')
    if (!takesRecords()) return fail('not-appended')
    if (await backlog.isFull(event.roomId)) return fail('storage-behind')
    if (onTheirWay.size >= MOST_ON_THEIR_WAY) return fail('too-busy')
    const work = appendAndDeliver(event, epoch)
    onTheirWay.add(work)
    return work.finally(() => onTheirWay.delete(work))
  }

  async function appendAndDeliver(event: RoomEvent, epoch: number): Promise<Result<SequencedEvent>> {
    const record = encodeRoomEvent(event)
    const saidAt = nowMs()
    const refused = await append(event.roomId, record)
    if (refused) return fail(refused)
    return new Promise((resolve) => queues.add({ event, record, epoch, saidAt, resolve }))
  }

  async function append(roomId: string, record: string): Promise<FailureCode | null> {
    try {
      await eventLog.append([{ key: roomId, value: record }])
      return null
    } catch (cause) {
      log.warn({ cause, roomId }, 'append failed; its sender will try again')
      return isNotAppended(cause) ? 'not-appended' : 'maybe-appended'
    }
  }

  async function idle() {
    while (onTheirWay.size > 0) await Promise.allSettled(onTheirWay)
  }

  return { publish, idle }
}
