import type { Member, MessageId, Person, PersonId, Result, Role, Room, RoomId } from '@parley/protocol'
import type { AccountApi } from './account'
import type { OutboxStore } from './outbox/outbox-store'
import type { SnapshotStore } from './storage/snapshot-store'
import type { ParleyState } from './state'

/** `id` is people's name of the server ("connected to server 2"); the url '' means the page's own origin. */
export interface ServerAddress {
  id?: string
  url: string
}

export interface ParleyOptions {
  /** The address of /api/v1; '' is the page's own origin. */
  apiUrl: string
  /** One is picked at random; when it fails, another. */
  servers: readonly ServerAddress[]
  /** Node only: the cookie header of an existing session. Browsers have their own. */
  cookie?: string
  /** The store of unsent messages. Default: in memory. */
  outboxStore?: OutboxStore
  /** The store of the last view, which outlives the page. Default: none. */
  snapshotStore?: SnapshotStore
  fetch?: typeof fetch
  /**
   * Milliseconds since 1970. For shown times, and to notice a sleep. Timers measure waits, so a clock may jump: that
   * costs at most one new connection.
   */
  now?: () => number
  /** In [0, 1), like Math.random. */
  random?: () => number
}

export interface NewRoom {
  name: string
  topic?: string
  /** Default: public. */
  kind?: 'public' | 'private'
}

export interface MemberPage {
  members: Member[]
  more: boolean
}

export interface RoomPage {
  rooms: Room[]
  more: boolean
}

/**
 * One person's view of Parley. No method throws: a refusal is returned as a Result or stands in the state. All are plain
 * functions and work detached from the object.
 */
export interface Parley {
  getState: () => ParleyState
  /** Called after each change. Returns the function that unsubscribes. */
  subscribe: (listener: () => void) => () => void

  /**
   * Finds the signed-in person; `null` if there is none. With a `snapshotStore` the last person is in the state at once,
   * with their rooms, until a server answers; and is the result if no server can be reached.
   */
  restore: () => Promise<Result<Person | null>>
  joinAsGuest: (name: string) => Promise<Result<Person>>
  /** Ends the session and deletes all data of this person, including unsent messages. */
  signOut: () => Promise<void>

  /** Accounts and sessions. A guest needs none of it. */
  account: AccountApi

  /** Connects, and stays connected until `disconnect`, a refusal or `close`. */
  connect: () => void
  disconnect: () => void
  /** Does not wait for the next attempt. After a sleep: makes a new connection, even if the old one looks open. */
  retryNow: () => void
  /** The network changed, or was down: makes a new connection, even if the old one looks open. */
  reconnect: () => void
  /** Ends everything; safe to call twice. */
  close: () => void

  /** The rooms that this person is in. */
  loadRooms: () => Promise<Result<Room[]>>
  /** Public rooms that this person is not in, by name, page by page: `after` is the last room of the previous page. */
  browseRooms: (page?: { search?: string; after?: string }) => Promise<Result<RoomPage>>
  /** After a lookup the state's list also has the room, even if this person is not in it. */
  lookUpRoom: (roomId: RoomId) => Promise<Result<Room>>
  createRoom: (input: NewRoom) => Promise<Result<Room>>
  /** The direct room of these people and oneself; the same people always get the same room. */
  openDirect: (people: readonly PersonId[]) => Promise<Result<Room>>
  joinRoom: (roomId: RoomId) => Promise<Result<Room>>
  leaveRoom: (roomId: RoomId) => Promise<Result<null>>
  /**
   * In the order of joining, page by page: `after` is the last person of the previous page. The first page also updates
   * the room's `memberCount`.
   */
  members: (roomId: RoomId, after?: string) => Promise<Result<MemberPage>>
  /** For the owner and moderators of a room, as `mayDo` of the protocol says. */
  addMember: (roomId: RoomId, personId: PersonId) => Promise<Result<null>>
  removeMember: (roomId: RoomId, personId: PersonId) => Promise<Result<null>>
  setRole: (roomId: RoomId, personId: PersonId, role: Role) => Promise<Result<null>>
  /**
   * Looks up new ids; the people are soon in the state's `people`, which is kept live. Safe to call with all authors
   * repeatedly.
   */
  lookUpPeople: (ids: Iterable<string>) => void

  /**
   * Loads the newest page once; from then on the room is kept live. A load with a transient failure is retried
   * automatically; after any other failure a second `openRoom` retries.
   */
  openRoom: (roomId: RoomId) => void
  /** One older page; resolves when it is in the timeline or failed (then call it again). */
  loadOlder: (roomId: RoomId) => Promise<void>

  /**
   * The message is in the timeline at once. Returns a refusal only for messages that can never be sent (empty, too long).
   */
  send: (roomId: RoomId, body: string) => Result<{ id: string }>
  /**
   * These change an existing message. The message looks changed at once; a refusal is returned only for changes that can
   * never succeed. The `id` is that of the change: a later refusal stands in the message's `changing`, for `retry` and
   * `discard`.
   */
  edit: (roomId: RoomId, messageId: MessageId, body: string) => Result<{ id: string }>
  /** Deletes an own message. A message that no other person can have seen yet is removed, and nothing is sent. */
  remove: (roomId: RoomId, messageId: MessageId) => Result<{ id: string }>
  /** Adds a reaction with one emoji, or removes it. */
  react: (roomId: RoomId, messageId: MessageId, emoji: string, on: boolean) => Result<{ id: string }>
  /** Sends a failed message or change again: same id, same text. */
  retry: (roomId: RoomId, id: string) => void
  /** Removes a message or change that failed or was never tried. Has no effect on one that may have been appended. */
  discard: (roomId: RoomId, id: string) => void
  /** "I have read up to here." Only rises. */
  markRead: (roomId: RoomId, seq: number) => void
}
