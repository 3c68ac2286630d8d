import type { Operation } from '@parley/client'

/** A client of the crowd, on the SDK or on the bare protocol. */
export interface Client {
  readonly name: string
  readonly kind: 'sdk' | 'raw'
  /** The rooms that the client is in and watches. */
  rooms: () => readonly string[]
  /** The user is known: from then on the client writes, online or not. */
  mayWrite: () => boolean
  /** Sends a message or a change. */
  send: (roomId: string, operation: Operation) => void
  /** A few ids of known messages, newest last. Messages known as deleted are left out. */
  changeable: (roomId: string) => { own: readonly string[]; all: readonly string[] }
  /** Written and neither acknowledged nor refused. */
  unsent: (roomId?: string) => number
  /** The server's last reasons for unsent messages; a page does not know them. */
  delays: () => string[]
  isOnline: () => boolean
  /** Online, and every missed event has come on this connection. */
  isBack: () => boolean
  /** Every missed event has come on this connection, and no event is known to be missing. */
  isInSync: () => boolean
  /** The position up to which everything is known without a gap; null while that is unknown. */
  cursorOf: (roomId: string) => Cursor | null
  goOffline: () => void
  comeBack: () => void
  isAway: () => boolean
  /** For a room that the client has joined already. */
  watch: (roomId: string) => void
  /** These resolve to the failure's code, or null on success. */
  join: (roomId: string) => Promise<string | null>
  leave: (roomId: string) => Promise<string | null>
  createRoom: (name: string) => Promise<string | null>
  readMark: (roomId: string) => void
  /** Closes the page and opens it again. Only clients with a page. */
  reopen?: () => Promise<void>
  /** At a quiet moment: reports the page's contents to the recorder. Only clients with a page. */
  show?: () => Promise<void>
  close: () => void
}

export interface Cursor {
  epoch: number
  seq: number
}
