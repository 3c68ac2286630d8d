import type { Operation } from '@parley/client'

/**
 * What one client saw or did. `at` is milliseconds since 1970 by the clock of the chaos process that started with it
 * (`performance.timeOrigin + performance.now()`): a system clock that jumps does not move it.
 */
export type Observation =
  /** A message, or a change of one. `nth` counts per client and room, in the order of writing. */
  | { kind: 'wrote'; client: string; room: string; id: string; operation: Operation; nth: number; at: number }
  | ({ kind: 'acked'; client: string; at: number } & Place)
  /** Acknowledged, to somebody who is not shown in which place. */
  | { kind: 'done'; client: string; room: string; id: string; at: number }
  /** A failure that is final and shown to the person. */
  | { kind: 'refused'; client: string; room: string; id: string; code: string; at: number }
  /** Arrived: live, by catch-up or on a page. Without what it says where that was changed since. */
  | ({ kind: 'saw'; client: string; at: number; saying?: string } & Place)
  /** Messages up to this number came as they stand: what was done to them until then needs not be seen by itself. */
  | { kind: 'folded'; client: string; room: string; seq: number; at: number }
  /** Everything that this view holds at a quiet moment: from number `from` on it must be what is stored. */
  | { kind: 'shows'; client: string; room: string; from: number; shown: readonly Shown[]; at: number }
  /** `synced`: on this connection, everything that was missed has come. `lost` by its own will is no fault. */
  | { kind: 'connected' | 'synced'; client: string; server?: string; at: number }
  | { kind: 'lost'; client: string; at: number; isOwnWill?: boolean }
  /** Its server says that Redis is away from it, or back. */
  | { kind: 'delayed'; client: string; isDelayed: boolean; at: number }
  /** One question for what was missed. */
  | { kind: 'asked'; client: string; at: number }
  /** `joined` from when it was asked, `left` from when it was answered: between the two nobody promised anything. */
  | { kind: 'joined' | 'left'; client: string; room: string; at: number }
  /** From now on everything above this number must be seen; until `unwatched`. */
  | { kind: 'watching'; client: string; room: string; seq: number; at: number }
  | { kind: 'unwatched'; client: string; room: string; at: number }

interface Place {
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
