import * as z from 'zod/mini'
import { parse } from './parse'
import { roomEvent, type RoomEvent } from './room-event'

/**
 * The version of the records in the log and in the tails. Raise it when a record may contain something that this version
 * would refuse: a new kind, a new field, a higher limit. An older persister then waits for its upgrade; otherwise it
 * would treat an acknowledged event as broken. Older versions stay readable for ever, because the log keeps them.
 */
const RECORD_VERSION = 1

/** The text of a record in the log and in a room's tail. */
export function encodeRoomEvent(event: RoomEvent): string {
  return JSON.stringify({ v: RECORD_VERSION, ...event })
}

/**
 * `newer`: an event that a newer version wrote, so only an upgrade can read it. `unreadable`: an event of no version.
 * `reason` quotes nothing of the record.
 */
export type DecodedRecord =
  | { kind: 'event'; event: RoomEvent }
  | { kind: 'newer'; reason: string }
  | { kind: 'unreadable'; reason: string }

const versioned = z.looseObject({ v: z.int().check(z.positive()) })
const kinds: ReadonlySet<unknown> = new Set(
  roomEvent.def.options.map(({ shape }) => shape.kind.def.values[0]),
)

export function decodeRoomEvent(value: string): DecodedRecord {
  const json = parseJson(value)
  if (!json.ok) return { kind: 'unreadable', reason: 'not JSON' }
  const record = parse(versioned, json.value)
  if (!record.ok) return { kind: 'unreadable', reason: 'no version' }
  const { v, ...rest } = record.value
  if (v > RECORD_VERSION) return { kind: 'newer', reason: `version ${v}` }
  if (typeof rest['kind'] === 'string' && !kinds.has(rest['kind'])) return { kind: 'newer', reason: 'kind' }
  const event = roomEvent.safeParse(rest)
  if (event.success && isEmpty(event.data)) return { kind: 'unreadable', reason: 'body: empty' }
  if (event.success) return { kind: 'event', event: event.data }
  const hasNewField = event.error.issues.every(({ code }) => code === 'unrecognized_keys')
  return hasNewField
    ? { kind: 'newer', reason: 'field' }
    : { kind: 'unreadable', reason: describe(event.error) }
}

/** Only a deletion leaves an empty text, and a deletion is not a record with a text. */
function isEmpty(event: RoomEvent): boolean {
  return 'body' in event && event.body === ''
}

function parseJson(value: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(value) as unknown }
  } catch {
    return { ok: false } // the caller names the reason
  }
}

function describe(error: z.core.$ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')
}
