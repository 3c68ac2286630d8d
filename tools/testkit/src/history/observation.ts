import type { Operation } from '@parley/client'

/**
 * One observation or action of a client. `at` is milliseconds since 1970 by the clock of the test's process
 * (`now`): a system clock that jumps does not move it.
 */
export type Observation =
  /** A message, or a change of one. `nth` counts per client and room, in the order of writing. */
  | { kind: 'wrote'; client: string; room: string; id: string; operation: Operation; nth: number; at: number }
  | ({ kind: 'acked'; client: string; at: number } & Position)
  /** Acknowledged to a client that is not shown the position. */
  | { kind: 'done'; client: string; room: string; id: string; at: number }
  /** A final failure that is shown to the person. */
  | { kind: 'refused'; client: string; room: string; id: string; code: string; at: number }
  /** Arrived: live, by catch-up or on a page. Without its text if that was changed since. */
  | ({ kind: 'saw'; client: string; at: number; saying?: string } & Position)
  /** Messages up to this seq came in their current state: earlier changes need not be seen by themselves. */
  | { kind: 'folded'; client: string; room: string; seq: number; at: number }
  /** All messages of this view at a quiet moment: from seq `from` on they must be the stored ones. */
  | { kind: 'shows'; client: string; room: string; from: number; shown: readonly Shown[]; at: number }
  /** `synced`: on this connection, every missed event has come. `lost` by the client's own will is no fault. */
  | { kind: 'connected' | 'synced'; client: string; server?: string; at: number }
  | { kind: 'lost'; client: string; at: number; isOwnWill?: boolean }
  /** Its server reports that Redis is down, or back. */
  | { kind: 'delayed'; client: string; isDelayed: boolean; at: number }
  /** One request for missed events. */
  | { kind: 'asked'; client: string; at: number }
  /** `joined` from its request, `left` from its answer: between the two nothing is promised. */
  | { kind: 'joined' | 'left'; client: string; room: string; at: number }
  /** From now on the client must see everything above this seq, until `unwatched`. */
  | { kind: 'watching'; client: string; room: string; seq: number; at: number }
  | { kind: 'unwatched'; client: string; room: string; at: number }

interface Position {
  room: string
  id: string
  seq: number
  epoch: number
}

interface Shown {
  id: string
  seq: number
  look: string
}
