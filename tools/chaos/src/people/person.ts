import type { Operation } from '@parley/client'

/** Somebody of the crowd, on the SDK or on the bare protocol. */
export interface CrowdPerson {
  readonly name: string
  readonly kind: 'sdk' | 'raw'
  /** Rooms in which they are and that they watch. */
  rooms: () => readonly string[]
  /** Who they are is known: from then on they write, online or not. */
  mayWrite: () => boolean
  /** Says something, or changes what was said. */
  send: (roomId: string, operation: Operation) => void
  /** Ids of messages that are known now, newest last, a few. Deleted ones are left out where that is known. */
  changeable: (roomId: string) => { own: readonly string[]; all: readonly string[] }
  /** Written and neither acknowledged nor refused. */
  unsent: (roomId?: string) => number
  /** What servers said last of what is not sent yet; nobody knows it of a page. */
  delays: () => string[]
  isOnline: () => boolean
  /** Online, and on this connection everything that was missed has come. */
  isBack: () => boolean
  /** On this connection everything that was missed has come, and nothing is known to be missing. */
  isInSync: () => boolean
  /** Everything up to here is known without a gap; null while that is not known. */
  cursorOf: (roomId: string) => Cursor | null
  goOffline: () => void
  comeBack: () => void
  isAway: () => boolean
  /** A room that they are in already. */
  watch: (roomId: string) => void
  /** These resolve to the failure's code, or null when it was done. */
  join: (roomId: string) => Promise<string | null>
  leave: (roomId: string) => Promise<string | null>
  createRoom: (name: string) => Promise<string | null>
  readMark: (roomId: string) => void
  /** Closes the page and opens it again. Only who has a page. */
  reopen?: () => Promise<void>
  /** At a quiet moment: tells the recorder what the page shows. Only who has a page. */
  show?: () => Promise<void>
  close: () => void
}

export interface Cursor {
  epoch: number
  seq: number
}
