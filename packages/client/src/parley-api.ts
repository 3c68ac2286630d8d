import type { Person, Result, Room } from '@parley/protocol'
import type { AccountApi } from './account'
import type { OutboxStore } from './outbox/outbox-store'
import type { SnapshotStore } from './storage/snapshot-store'
import type { ParleyState } from './state'

/** `id` is what people call the server ("connected to server 2"); the url of '' means the page's own origin. */
export interface ServerAddress {
  id?: string
  url: string
}

export interface ParleyOptions {
  /** Where /api/v1 is served; '' is the page's own origin. */
  apiUrl: string
  /** One is picked at random; when it fails, another. */
  servers: readonly ServerAddress[]
  /** Node only: the cookie header of a session that exists already. Browsers have their own. */
  cookie?: string
  /** Where unsent messages wait; in memory when left out. */
  outboxStore?: OutboxStore
  /** Where what was seen last outlives the page; nowhere when left out. */
  snapshotStore?: SnapshotStore
  fetch?: typeof fetch
  /**
   * Milliseconds since 1970. For what is shown, and to notice a sleep: waiting is measured by timers, so a clock may jump,
   * for at most one connection taken anew.
   */
  now?: () => number
  /** In [0, 1), like Math.random. */
  random?: () => number
}

export interface MemberPage {
  members: Person[]
  more: boolean
}

export interface RoomPage {
  rooms: Room[]
  more: boolean
}

/**
 * One person's view of Parley. Nothing here throws: what is refused comes back as a Result or stands in the state.
 * All are plain functions, safe to take out of the object.
 */
export interface Parley {
  getState: () => ParleyState
  /** Called after each change. Returns what ends it. */
  subscribe: (listener: () => void) => () => void

  /**
   * Who am I? `null` when nobody is signed in. With a `snapshotStore` whoever was here last stands in the state at once,
   * with their rooms, until a server says something else; and is the answer where none can be reached.
   */
  restore: () => Promise<Result<Person | null>>
  joinAsGuest: (name: string) => Promise<Result<Person>>
  /** Ends the session and forgets everything of this person, unsent messages too. */
  signOut: () => Promise<void>

  /** Accounts and sessions. A guest needs none of it. */
  account: AccountApi

  /** Connects, and stays connected until `disconnect`, a refusal or `close`. */
  connect: () => void
  disconnect: () => void
  /** Does not wait for the next attempt. After a sleep: takes a new connection, though the old one says it is open. */
  retryNow: () => void
  /** The network is another one, or was away: takes a new connection, whatever the old one says. */
  reconnect: () => void
  /** Ends all of it; safe to call twice. */
  close: () => void

  /** The rooms that this person is in. */
  loadRooms: () => Promise<Result<Room[]>>
  /** Public rooms that this person is not in, by name, page by page: `after` is the last room of the page before. */
  browseRooms: (page?: { search?: string; after?: string }) => Promise<Result<RoomPage>>
  /** A room that this person may not be in stands in the state's list, too, after it was looked up. */
  lookUpRoom: (roomId: string) => Promise<Result<Room>>
  createRoom: (input: { name: string; topic?: string }) => Promise<Result<Room>>
  joinRoom: (roomId: string) => Promise<Result<Room>>
  leaveRoom: (roomId: string) => Promise<Result<null>>
  /** In the order of joining, page by page: `after` is the last person of the page before. The first page also brings the room's `memberCount` up to date. */
  members: (roomId: string, after?: string) => Promise<Result<MemberPage>>
  /** Those of these that were not looked up before stand in the state's `people` soon. Safe to call with all authors again and again. */
  lookUpPeople: (ids: Iterable<string>) => void

  /**
   * Loads the newest page once; from then on the room is kept live. A load that fails in a way that may pass is tried
   * again by itself; after any other failure a second `openRoom` tries again.
   */
  openRoom: (roomId: string) => void
  /** One page further up; resolves when it stands in the timeline or failed (then call it again). */
  loadOlder: (roomId: string) => Promise<void>

  /** The message stands in the timeline at once. Refused here is only what never can be sent (empty, too long). */
  send: (roomId: string, body: string) => Result<{ id: string }>
  /**
   * Change what was said. The message looks changed at once; refused here is only what never can be done. The `id` is that
   * of the change: what is refused later stands in the message's `changing`, for `retry` and `discard`.
   */
  edit: (roomId: string, messageId: string, body: string) => Result<{ id: string }>
  /** Deletes an own message. One that nobody can have seen yet is taken off, and nothing is sent. */
  remove: (roomId: string, messageId: string) => Result<{ id: string }>
  /** Gives a reaction with one emoji, or takes it back. */
  react: (roomId: string, messageId: string, emoji: string, on: boolean) => Result<{ id: string }>
  /** Sends a failed message or change again: same id, same text. */
  retry: (roomId: string, id: string) => void
  /** Takes off a message or change that failed or was never tried. One that may be said already is left alone. */
  discard: (roomId: string, id: string) => void
  /** "I have read up to here." Only rises. */
  markRead: (roomId: string, seq: number) => void
}
