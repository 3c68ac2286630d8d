import type { Result, RoomEvent, SequencedEvent } from '@parley/protocol'

/** One event on its way. `resolve` answers its sender, once. */
export interface Entry {
  event: RoomEvent
  record: string
  /**
   * The room's epoch as the sender knew it before the first send; 0: not known. The event was not stored before that
   * epoch began.
   */
  epoch: number
  /** When the server took it, before the append, by the monotonic clock. */
  takenAt: number
  resolve(result: Result<SequencedEvent>): void
}
