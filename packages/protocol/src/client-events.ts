import * as z from 'zod/mini'
import { epoch, messageId, roomId, seq } from './ids'
import { limits } from './limits'
import { messageBody } from './message-body'
import { emoji } from './message-changes'
import { sequencedEvent, sequencedMessage } from './room-event'

/** The position up to which a client has seen a room without a gap. */
const cursor = z.strictObject({ roomId, epoch, seq })
export type Cursor = z.infer<typeof cursor>

/** The fields of every operation that gets a seq in a room. */
const operation = {
  roomId,
  /** The sender creates the id once: the same id sent again is the same operation. */
  id: messageId,
  /** True when this id may have been sent before. */
  again: z._default(z.boolean(), false),
  /**
   * The room's epoch as the client knew it before it first sent this id; 0: not known. If a new epoch has begun since, or
   * without it, the server asks PostgreSQL whether the id is stored before it gives a seq: that takes a little longer.
   */
  epoch: z._default(epoch, 0),
}

/** Sends a message to a room. One operation at a time per room: the answers come in the order of the operations. */
const messageSend = z.strictObject({ ...operation, body: messageBody })

/** Changes an existing message. Edits and deletions are for its author, reactions for every member. */
const messageChange = z.strictObject({
  ...operation,
  messageId,
  change: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('edit'), body: messageBody }),
    z.strictObject({ kind: z.literal('deletion') }),
    z.strictObject({ kind: z.literal('reaction'), emoji, on: z.boolean() }),
  ]),
})

/**
 * The answer that makes an operation "sent": it exists, and this is its position. A repeat gets the stored event again.
 */
const operationDone = sequencedEvent

/**
 * The events missed since these cursors. A client asks after every connection, for all rooms at once, and whenever a gap
 * shows.
 */
const roomsSync = z.strictObject({ rooms: z.array(cursor).check(z.maxLength(limits.syncMaxRooms)) })

/** One answer for every cursor, in the same order. */
const syncAnswer = z.discriminatedUnion('kind', [
  /**
   * Everything after the cursor up to `seq`, in order; the cursor may move there. If the room has more events than one
   * answer may hold, a `room:head` comes before the answer, and the client asks for the rest with the new cursor. A
   * message may include changes that also stand in the list, or beyond it: folding one twice changes nothing.
   */
  z.strictObject({ kind: z.literal('events'), roomId, epoch, seq, events: z.array(sequencedEvent) }),
  /** Too many events were missed, or a new epoch began: drop the cache and load the newest page. */
  z.strictObject({ kind: z.literal('reload'), roomId }),
  /** The answer is not known yet. */
  z.strictObject({ kind: z.literal('later'), roomId, retryAfterMs: z.number() }),
  z.strictObject({ kind: z.literal('not-a-member'), roomId }),
])
export type SyncAnswer = z.infer<typeof syncAnswer>

/** A page of a room's history. */
const historyPage = z.strictObject({
  roomId,
  /** Only messages below this seq; null asks for the newest page. */
  before: z._default(z.nullable(seq), null),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(limits.historyPageMax)), limits.historyPageDefault),
})

/**
 * Messages in their current state, ascending; fewer than asked for if they are large. With `before: null`, {epoch, seq}
 * is the cursor from which live events continue.
 */
const historyPageAnswer = z.strictObject({
  epoch,
  seq,
  events: z.array(sequencedMessage),
  more: z.boolean(),
})

/** How far this person has read in a room. Read marks only rise; a client may repeat its own. */
const readMark = z.strictObject({ roomId, seq })

/** Everything a client may send over the socket: inputs and answers. */
export const clientEvents = {
  'message:send': { input: messageSend, output: operationDone },
  'message:change': { input: messageChange, output: operationDone },
  'rooms:sync': { input: roomsSync, output: z.strictObject({ rooms: z.array(syncAnswer) }) },
  'history:page': { input: historyPage, output: historyPageAnswer },
  'read:mark': { input: readMark, output: z.strictObject({ seq }) },
} as const

export type ClientEvent = keyof typeof clientEvents
/** The input as a client writes it (defaults may be left out). */
export type ClientInput<E extends ClientEvent> = z.input<(typeof clientEvents)[E]['input']>
/** The parsed input that a handler gets. */
export type ParsedInput<E extends ClientEvent> = z.output<(typeof clientEvents)[E]['input']>
export type ClientOutput<E extends ClientEvent> = z.output<(typeof clientEvents)[E]['output']>
