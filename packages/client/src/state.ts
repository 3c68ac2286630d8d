import type { Failure, Person, Room } from '@parley/protocol'
import type { Unsent } from './outbox/unsent'

/** Everything a screen may show. Snapshots are immutable: what did not change keeps its identity. */
export interface ParleyState {
  readonly person: Person | null
  readonly connection: Connection
  /** Messages between servers are late; what is sent and acknowledged is safe all the same. */
  readonly liveDelayed: boolean
  /** Unsent messages outlive this page. False with a store in memory, and where the browser refuses to keep them. */
  readonly keepsUnsent: boolean
  /** This person's rooms, and those that they looked up. */
  readonly rooms: Rooms
  /** Rises when public rooms were created or changed: who shows a page of `browseRooms` may load it again. */
  readonly directoryVersion: number
  /** Those that were looked up, by id: whether they are guests. */
  readonly people: Readonly<Record<string, Person>>
  /** One for each opened room. */
  readonly timelines: Readonly<Record<string, Timeline>>
  /** What waits to be sent or was refused, also in rooms that this person left: for `retry` and `discard`. */
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
      /** What the server said that did not let this person in; null where none was reached. */
      readonly failure: Failure | null
    }
  /** The server said no for good: only a new sign-in or a new page helps. */
  | { readonly kind: 'refused'; readonly failure: Failure }

export type Rooms =
  | { readonly status: 'idle' }
  | { readonly status: 'loading' }
  /** `isMember`, `lastSeq` and `readSeq` are kept live. */
  | { readonly status: 'ready'; readonly list: readonly Room[] }
  | { readonly status: 'failed'; readonly failure: Failure }

export interface Timeline {
  readonly roomId: string
  readonly status: 'loading' | 'ready' | 'failed'
  /** Why, where the status is `failed`. */
  readonly failure?: Failure
  /** What was said, by seq; then own messages that are not sent yet, in the order of writing. */
  readonly messages: readonly TimelineMessage[]
  readonly hasOlder: boolean
  readonly loadingOlder: boolean
  readonly epoch: number
  /** Everything up to this number is known without a gap. */
  readonly cursor: number
}

export interface TimelineMessage {
  readonly id: string
  readonly roomId: string
  readonly author: { readonly id: string; readonly name: string }
  readonly body: string
  /** The server's clock once sent, this device's until then. Milliseconds since 1970. */
  readonly at: number
  /** The place in the room; null until it is sent. */
  readonly seq: number | null
  readonly state: MessageState
  /** Its text is not the first one any longer. */
  readonly edited: boolean
  /** It was taken back: the text is gone, the place stays. */
  readonly deleted: boolean
  /** In the order in which the emoji were first given. */
  readonly reactions: readonly MessageReaction[]
  /** What this person did to it and what is not done for everybody yet; shown as done until it is refused for good. */
  readonly changing: MessageChanging | null
}

export interface MessageReaction {
  readonly emoji: string
  /** Of everybody who gave it. */
  readonly count: number
  /** This person is one of them. */
  readonly mine: boolean
  /** Of all the others who gave it, in the order of giving. */
  readonly names: readonly string[]
}

/** `id` is the operation's: `retry` and `discard` take it. `body`: the text of an edit, which is nowhere else while it is refused. */
export interface MessageChanging {
  readonly id: string
  readonly kind: 'edit' | 'deletion' | 'reaction'
  readonly body?: string
  readonly state: MessageState
}

/**
 * queued: waits for its turn or for a connection. sending: on its way, or on its way again. sent: exists for everybody.
 * failed: refused; `retry` sends the same message again, `discard` takes it off.
 */
export type MessageState =
  | { readonly kind: 'queued' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'sent' }
  | { readonly kind: 'failed'; readonly failure: Failure }
