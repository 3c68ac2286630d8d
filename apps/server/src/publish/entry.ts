import type { Result, RoomEvent, SequencedEvent } from '@parley/protocol'

/** One event on its way: `settle` answers whoever waits for it, once. */
export interface Entry {
  event: RoomEvent
  record: string
  /** The room's epoch before this was first appended; 0: not known. */
  epoch: number
  settle(result: Result<SequencedEvent>): void
}
