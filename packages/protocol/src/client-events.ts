import * as z from 'zod/mini'
import { epoch, messageId, roomId, seq } from './ids'
import { limits } from './limits'
import { messageBody } from './message-body'
import { emoji } from './message-changes'
import { sequencedEvent, sequencedMessage } from './room-event'

/** How far a client has seen a room without a gap. */
const cursor = z.strictObject({ roomId, epoch, seq })
export type Cursor = z.infer<typeof cursor>

/** What every operation carries that takes a number in a room. */
const operation = {
  roomId,
  /** Of this operation, made once by its sender: the same id sent again is the same operation. */
  id: messageId,
  /** True when this id may have been sent before. */
  again: z._default(z.boolean(), false),
  /**
   * The room's epoch as it was known before this id was first sent; 0: not known. Should numbers have begun anew since, or
   * without it, PostgreSQL is asked whether it is stored before it gets a number: that takes a little longer.
   */
  epoch: z._default(epoch, 0),
}

/** Says something in a room. One operation at a time per room: the order of the answers is the order of what was done. */
const messageSend = z.strictObject({ ...operation, body: messageBody })

/** Changes a message that was said. Edits and deletions are for who wrote it, reactions for every member. */
const messageChange = z.strictObject({
  ...operation,
  messageId,
  change: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('edit'), body: messageBody }),
    z.strictObject({ kind: z.literal('deletion') }),
    z.strictObject({ kind: z.literal('reaction'), emoji, on: z.boolean() }),
  ]),
})

/** The answer that makes an operation "sent": it exists, and this is its place. A repeat gets the stored event again. */
const operationDone = sequencedEvent

/** What was missed since these cursors. Asked after every connection, for all rooms at once, and whenever a gap shows. */
const roomsSync = z.strictObject({ rooms: z.array(cursor).check(z.maxLength(limits.syncMaxRooms)) })

/** One of these for every cursor, in the order of asking. */
const syncAnswer = z.discriminatedUnion('kind', [
  /**
   * Everything after the cursor up to `seq`, in order; the cursor may move there. Where the room goes further than one
   * answer may be large, a `room:head` comes before the answer, and the rest is asked for with the new cursor.
   * A message may come with changes that also stand in the list, or beyond it: folding one twice changes nothing.
   */
  z.strictObject({ kind: z.literal('events'), roomId, epoch, seq, events: z.array(sequencedEvent) }),
  /** Too much was missed, or numbers began anew: drop what is cached and load the newest page. */
  z.strictObject({ kind: z.literal('reload'), roomId }),
  /** The answer is not known yet. */
  z.strictObject({ kind: z.literal('later'), roomId, retryAfterMs: z.number() }),
  z.strictObject({ kind: z.literal('not-a-member'), roomId }),
])
export type SyncAnswer = z.infer<typeof syncAnswer>

/** A page of a room's history. */
const historyPage = z.strictObject({
  roomId,
  /** Only what stands before this number; null asks for the newest page. */
  before: z._default(z.nullable(seq), null),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(limits.historyPageMax)), limits.historyPageDefault),
})

/** Messages as they stand, in rising order; fewer than asked for where they are large. With `before: null`, {epoch, seq} is the cursor from which live events go on. */
const historyPageAnswer = z.strictObject({
  epoch,
  seq,
  events: z.array(sequencedMessage),
  more: z.boolean(),
})

/** How far this person has read in a room. Marks only rise; a client may repeat its own. */
const readMark = z.strictObject({ roomId, seq })

/** Everything a client may ask over the socket: what it sends and what it gets back. */
export const clientEvents = {
  'message:send': { input: messageSend, output: operationDone },
  'message:change': { input: messageChange, output: operationDone },
  'rooms:sync': { input: roomsSync, output: z.strictObject({ rooms: z.array(syncAnswer) }) },
  'history:page': { input: historyPage, output: historyPageAnswer },
  'read:mark': { input: readMark, output: z.strictObject({ seq }) },
} as const

export type ClientEvent = keyof typeof clientEvents
/** What a client writes (defaults may be left out). */
export type ClientInput<E extends ClientEvent> = z.input<(typeof clientEvents)[E]['input']>
/** What a handler gets (parsed). */
export type ParsedInput<E extends ClientEvent> = z.output<(typeof clientEvents)[E]['input']>
export type ClientOutput<E extends ClientEvent> = z.output<(typeof clientEvents)[E]['output']>
