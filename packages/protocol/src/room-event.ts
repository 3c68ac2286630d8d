import { z } from 'zod'
import { epoch, messageId, personId, roomId, seq } from './ids'
import { messageChanges } from './message-changes'
import { parse } from './parse'

/** `at` is the server's clock at the append, milliseconds since 1970. */
const inRoom = {
  id: messageId,
  roomId,
  authorId: personId,
  authorName: z.string(),
  at: z.number().int().nonnegative(),
}
const ofMessage = { ...inRoom, messageId }

/** Somebody said something. Its id is the message's. */
export const messageSaid = z.strictObject({ kind: z.literal('message'), ...inRoom, body: z.string() })
/** The text of a message is another one now. */
export const messageEdited = z.strictObject({ kind: z.literal('edit'), ...ofMessage, body: z.string() })
/** A message was taken back: its text is gone, its place stays. */
export const messageDeleted = z.strictObject({ kind: z.literal('deletion'), ...ofMessage })
/** Somebody reacted to a message with an emoji (`on`), or took that back. */
export const messageReacted = z.strictObject({
  kind: z.literal('reaction'),
  ...ofMessage,
  emoji: z.string(),
  on: z.boolean(),
})

/** What happens in a room and takes a number there. */
export const roomEvent = z.discriminatedUnion('kind', [
  messageSaid,
  messageEdited,
  messageDeleted,
  messageReacted,
])
export type RoomEvent = z.infer<typeof roomEvent>
export type MessageSaid = z.infer<typeof messageSaid>
/** What happens to a message after it was said. */
export type MessageChange = Exclude<RoomEvent, MessageSaid>

/** An event in its place. A message comes as it stands: its own `body`, and `changes` where there were any. */
export const sequencedEvent = z.strictObject({
  seq,
  epoch,
  event: roomEvent,
  changes: messageChanges.optional(),
})
export type SequencedEvent = z.infer<typeof sequencedEvent>

/** A message in its place, as it stands. */
export const sequencedMessage = sequencedEvent.extend({ event: messageSaid })
export type SequencedMessage = z.infer<typeof sequencedMessage>

export function isMessage(sequenced: SequencedEvent): sequenced is SequencedMessage {
  return sequenced.event.kind === 'message'
}

const RECORD_VERSION = 1
const record = z.looseObject({ v: z.literal(RECORD_VERSION) })

/** The text of a record in the log and in a room's tail. */
export function encodeRoomEvent(event: RoomEvent): string {
  return JSON.stringify({ v: RECORD_VERSION, ...event })
}

export type DecodedRecord = { ok: true; event: RoomEvent } | { ok: false; reason: string }

/** Reads a record of the log; what can never be an event comes back with the reason. */
export function decodeRoomEvent(value: string): DecodedRecord {
  const json = parseJson(value)
  if (!json.ok) return { ok: false, reason: 'not JSON' }
  const versioned = parse(record, json.value)
  if (!versioned.ok) return { ok: false, reason: 'unknown version' }
  const { v: _version, ...rest } = versioned.value
  const event = roomEvent.safeParse(rest)
  return event.success ? { ok: true, event: event.data } : { ok: false, reason: describe(event.error) }
}

function parseJson(value: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(value) as unknown }
  } catch {
    return { ok: false } // the caller names the reason
  }
}

function describe(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')
}
