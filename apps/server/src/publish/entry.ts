import type { Result, RoomEvent, SequencedEvent } from '@parley/protocol'

/** One event on its way: `resolve` answers whoever waits for it, once. */
export interface Entry {
  event: RoomEvent
  record: string
  /** In which its sender knew the room before it first sent this; 0: not known. It was not stored before that began. */
  epoch: number
  /** When it was handed to the log, by the monotonic clock. */
  saidAt: number
  resolve(result: Result<SequencedEvent>): void
}
