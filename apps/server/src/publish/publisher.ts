import { encodeRoomEvent, fail, type Result, type RoomEvent, type SequencedEvent } from '@parley/protocol'
import type { EventLog } from '@parley/event-log'
import type { Log } from '@parley/service'
import { createBatcher } from './batcher'
import type { DeliverRoom } from './deliver-room'
import type { Entry } from './entry'
import type { Backlog } from './backlog'
import type { RoomEpochs } from './room-epochs'

export interface Publisher {
  /**
   * THE PATH: append -> deliver -> broadcast -> answer. Resolves to the event in its place, or to a failure;
   * a retryable one means "perhaps said", and sending the same id again is safe. Never rejects.
   * `isAgain`: it was perhaps appended before.
   */
  publish(event: RoomEvent, isAgain: boolean): Promise<Result<SequencedEvent>>
  /** Resolves when everything taken so far is answered. */
  idle(): Promise<void>
}

const MOST = { maxItems: 500, maxBytes: 512 * 1024, maxWaiting: 5_000 }

export function createPublisher(parts: {
  eventLog: Pick<EventLog, 'append'>
  isLive: () => boolean
  backlog: Backlog
  epochs: RoomEpochs
  deliverRoom: DeliverRoom
  log: Log
}): Publisher {
  const { eventLog, isLive, backlog, epochs, deliverRoom, log } = parts
  const batcher = createBatcher<Entry>(flush, MOST)
  const delivering = new Set<Promise<void>>()

  async function publish(event: RoomEvent, isAgain: boolean): Promise<Result<SequencedEvent>> {
    // Refused before the append: what is not in the log was certainly not said.
    if (!isLive()) return fail('live-unavailable')
    if (await backlog.isFull(event.roomId)) return fail('storage-behind')
    // What is appended for the first time while an epoch is on cannot have been stored before it began.
    const epoch = isAgain ? 0 : await epochs.of(event.roomId)
    return new Promise((resolve) => {
      const record = encodeRoomEvent(event)
      const taken = batcher.add({ event, record, epoch, settle: resolve }, Buffer.byteLength(record))
      if (!taken) resolve(fail('too-busy'))
    })
  }

  async function flush(entries: Entry[]) {
    const appended = await append(entries)
    if (!appended) return
    // The next batch is appended while this one is delivered; Redis answers one connection in order.
    for (const [roomId, ofRoom] of byRoom(entries)) track(deliverRoom(roomId, ofRoom))
  }

  async function append(entries: Entry[]): Promise<boolean> {
    try {
      await eventLog.append(entries.map(({ event, record }) => ({ key: event.roomId, value: record })))
      return true
    } catch (cause) {
      log.warn({ cause, events: entries.length }, 'append failed; senders will try again')
      for (const { settle } of entries) settle(fail('log-unavailable'))
      return false
    }
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

function byRoom(entries: Entry[]): Map<string, Entry[]> {
  const rooms = new Map<string, Entry[]>()
  for (const entry of entries) {
    const ofRoom = rooms.get(entry.event.roomId)
    if (ofRoom) ofRoom.push(entry)
    else rooms.set(entry.event.roomId, [entry])
  }
  return rooms
}
