import type { Failure, Person, Room, RoomId } from '@parley/protocol'
import type { Unsent } from './outbox/unsent'

/** Everything that a screen may show. Snapshots are immutable: unchanged parts keep their identity. */
export interface ParleyState {
  readonly person: Person | null
  readonly connection: Connection
  /** Messages between servers are late; acknowledged messages are safe all the same. */
  readonly liveDelayed: boolean
  /** Unsent messages outlive this page. False with a store in memory, and if the browser refuses to keep them. */
  readonly keepsUnsent: boolean
  /** This person's rooms, and those that they looked up. */
  readonly rooms: Rooms
  /** Rises when public rooms were created or changed: a page of `browseRooms` may be reloaded then. */
  readonly directoryVersion: number
  /** The people that were looked up or have changed, by id: their names now, and whether they are guests. */
  readonly people: Readonly<Record<string, Person>>
  /** One for each opened room. */
  readonly timelines: Readonly<Record<string, Timeline>>
  /** Pending and refused operations, also in rooms that this person left: for `retry` and `discard`. */
  readonly unsent: Unsent
}

/** Times are milliseconds of the `now` that createParley was given. */
export type Connection =
  | { readonly kind: 'off' }
  | { readonly kind: 'connecting'; readonly since: number }
  | { readonly kind: 'online'; readonly serverId: string; readonly since: number }
  | {
      readonly kind: 'waiting'
      /** When the connection was lost. */
      readonly since: number
      readonly retryAt: number
      readonly attempt: number
      /** The server's reason for refusing this person; null if no server was reached. */
      readonly failure: Failure | null
    }
  /** The server refused permanently: only a new sign-in or a new page helps. */
  | { readonly kind: 'refused'; readonly failure: Failure }

export type Rooms =
  | { readonly status: 'idle' }
  | { readonly status: 'loading' }
  /** `isMember`, `lastSeq` and `readSeq` are kept live. */
  | { readonly status: 'ready'; readonly list: readonly Room[] }
  | { readonly status: 'failed'; readonly failure: Failure }

export interface Timeline {
  readonly roomId: RoomId
  readonly status: 'loading' | 'ready' | 'failed'
  /** The reason, if the status is `failed`. */
  readonly failure?: Failure
  /** Messages by seq; then own unsent messages, in the order of writing. */
  readonly messages: readonly TimelineMessage[]
  readonly hasOlder: boolean
  readonly loadingOlder: boolean
  readonly epoch: number
  /** Everything up to this seq is known without a gap. */
  readonly cursor: number
}

export interface TimelineMessage {
  readonly id: string
  readonly roomId: RoomId
  readonly author: { readonly id: string; readonly name: string }
  readonly body: string
  /** The server's time after sending, this device's before. Milliseconds since 1970. */
  readonly at: number
  /** The seq in the room; null until it is sent. */
  readonly seq: number | null
  readonly state: MessageState
  /** Its text is not the first one any longer. */
  readonly edited: boolean
  /** It was deleted: the text is gone, the position stays. */
  readonly deleted: boolean
  /** In the order in which the emoji were first given. */
  readonly reactions: readonly MessageReaction[]
  /** This person's pending change of it; shown as done until it is refused permanently. */
  readonly changing: MessageChanging | null
}

export interface MessageReaction {
  readonly emoji: string
  /** The number of people who gave it. */
  readonly count: number
  /** This person is one of them. */
  readonly mine: boolean
  /** The names of the others, in the order of giving. */
  readonly names: readonly string[]
}

/**
 * `id` is the operation's: `retry` and `discard` take it. `body`: the text of an edit, which exists only here while it is
 * refused.
 */
export interface MessageChanging {
  readonly id: string
  readonly kind: 'edit' | 'deletion' | 'reaction'
  readonly body?: string
  readonly state: MessageState
}

/**
 * queued: waits for its turn or for a connection. sending: on its way, or waiting for a retry. sent: exists for
 * everybody. failed: refused; `retry` sends the same message again, `discard` removes it.
 */
export type MessageState =
  | { readonly kind: 'queued' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'sent' }
  | { readonly kind: 'failed'; readonly failure: Failure }
