import type { Result, RoomEvent, SequencedEvent } from '@parley/protocol'

/** One event on its way: `settle` answers whoever waits for it, once. */
export interface Entry {
  event: RoomEvent
  record: string
  settle(result: Result<SequencedEvent>): void
}
