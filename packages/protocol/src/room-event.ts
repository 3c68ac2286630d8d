import { z } from 'zod'
import { epoch, messageId, personId, roomId, seq } from './ids'
import { parse } from './parse'

/** Somebody said something. `at` is the server's clock at the append, milliseconds since 1970. */
export const messageSaid = z.strictObject({
  kind: z.literal('message'),
  id: messageId,
  roomId,
  authorId: personId,
  authorName: z.string(),
  body: z.string(),
  at: z.number().int().nonnegative(),
})

/** What happens in a room and takes a number there. Edits, deletions and reactions will join here. */
export const roomEvent = z.discriminatedUnion('kind', [messageSaid])
export type RoomEvent = z.infer<typeof roomEvent>

/** An event in its place. */
export const sequencedEvent = z.strictObject({ seq, epoch, event: roomEvent })
export type SequencedEvent = z.infer<typeof sequencedEvent>

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
