import {
  encodeRoomEvent,
  fail,
  type FailureCode,
  type Result,
  type RoomEvent,
  type SequencedEvent,
} from '@parley/protocol'
import { LogUnavailableError, type EventLog } from '@parley/event-log'
import type { Log } from '@parley/service'
import { createBatcher } from './batcher'
import type { DeliverRoom } from './deliver-room'
import type { Entry } from './entry'
import type { Backlog } from './backlog'

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

const MOST = { maxItems: 500, maxBytes: 512 * 1024, maxWaiting: 5_000 }

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
  const batcher = createBatcher<Entry>(flush, MOST)
  const delivering = new Set<Promise<void>>()

  async function publish(event: RoomEvent, epoch: number): Promise<Result<SequencedEvent>> {
    // Refused before the append: what is not in the log was certainly not said.
    if (!isLive()) return fail('live-unavailable')
    if (!takesRecords()) return fail('log-away')
    if (await backlog.isFull(event.roomId)) return fail('storage-behind')
    return new Promise((resolve) => {
      const record = encodeRoomEvent(event)
      const taken = batcher.add({ event, record, epoch, settle: resolve }, Buffer.byteLength(record))
      if (!taken) resolve(fail('too-busy'))
    })
  }

  async function flush(entries: Entry[]) {
    const saidAt = nowMs()
    const appended = await append(entries)
    if (!appended) return
    // The next batch is appended while this one is delivered; Redis answers one connection in order.
    for (const alike of byRoomAndEpoch(entries)) track(deliverRoom(alike, saidAt))
  }

  async function append(entries: Entry[]): Promise<boolean> {
    // What gathered while the log was found to be away need not wait for a timeout of its own.
    if (!takesRecords()) return refuse(entries, 'log-away')
    try {
      await eventLog.append(entries.map(({ event, record }) => ({ key: event.roomId, value: record })))
      return true
    } catch (cause) {
      log.warn({ cause, events: entries.length }, 'append failed; senders will try again')
      const isSurelyUnsaid = cause instanceof LogUnavailableError && !cause.perhapsSaid
      return refuse(entries, isSurelyUnsaid ? 'log-away' : 'log-unavailable')
    }
  }

  function refuse(entries: Entry[], code: FailureCode): false {
    for (const { settle } of entries) settle(fail(code))
    return false
  }

  function track(work: Promise<void>) {
    delivering.add(work)
    void work.finally(() => delivering.delete(work))
  }

  async function idle() {
    await batcher.idle()
    await Promise.allSettled(delivering)
  }

  return { publish, idle }
}

/** What must be looked for in PostgreSQL first does not hold up the rest of its room. */
function byRoomAndEpoch(entries: Entry[]): Entry[][] {
  const alike = new Map<string, Entry[]>()
  for (const entry of entries) {
    const key = `${entry.event.roomId} ${entry.epoch}`
    const same = alike.get(key)
    if (same) same.push(entry)
    else alike.set(key, [entry])
  }
  return [...alike.values()]
}
