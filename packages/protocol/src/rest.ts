import * as z from 'zod/mini'
import { failures, type FailureCode } from './failures'
import { personId, roomId, seq } from './ids'
import { limits } from './limits'
import { name } from './name'
import { text } from './text'

export const personName = name({
  min: limits.nameMinPoints,
  max: limits.nameMaxPoints,
  tooShort: 'name-too-short',
  tooLong: 'name-too-long',
})

export const roomName = name({
  min: limits.roomNameMinPoints,
  max: limits.roomNameMaxPoints,
  tooShort: 'room-name-empty',
  tooLong: 'room-name-too-long',
})

/** POST /api/v1/guests: a name is enough; the answer has the person and a session cookie. */
export const guestJoin = z.strictObject({ name: personName })

/** POST /api/v1/me/name: from now on everybody sees this name. */
export const nameChange = z.strictObject({ name: personName })

export const person = z.strictObject({ id: personId, name: z.string(), isGuest: z.boolean() })
export type Person = z.infer<typeof person>

/** Query of GET /api/v1/people: one `id` per person, as messages name their authors. */
export const peopleQuery = z.strictObject({
  id: z.union([personId, z.array(personId).check(z.maxLength(limits.peoplePerLookUp))]),
})

/** Unknown and deleted people are left out. */
export const peopleList = z.strictObject({ people: z.array(person) })

/** POST /api/v1/rooms */
export const roomCreate = z.strictObject({
  name: roomName,
  topic: z._default(
    text({
      min: 0,
      max: limits.topicMaxPoints,
      tooShort: 'bad-input',
      tooLong: 'topic-too-long',
      singleLine: true,
    }),
    '',
  ),
})

/**
 * A room as one person sees it. It is unread if `lastSeq`, the last message that is not deleted, is above `readSeq`. Both
 * are 0 if there is none.
 */
export const room = z.strictObject({
  id: roomId,
  name: z.string(),
  topic: z.string(),
  isLobby: z.boolean(),
  isMember: z.boolean(),
  memberCount: z.int().check(z.nonnegative()),
  lastSeq: seq,
  readSeq: seq,
})
export type Room = z.infer<typeof room>

export const roomList = z.strictObject({ rooms: z.array(room) })

/** Query of GET /api/v1/directory: `search` is a part of a name, `after` the last room of the previous page. */
export const directoryQuery = z.strictObject({
  search: z._default(
    text({
      min: 0,
      max: limits.roomNameMaxPoints,
      tooShort: 'bad-input',
      tooLong: 'room-name-too-long',
      singleLine: true,
    }),
    '',
  ),
  after: z.optional(roomId),
})

/**
 * Public rooms that this person is not in, by name. `more`: a next page exists; ask for it with the last room as `after`.
 */
export const directoryPage = z.strictObject({ rooms: z.array(room), more: z.boolean() })

/** Query of GET /api/v1/rooms/{roomId}/members: `after` is the last person of the previous page. */
export const memberQuery = z.strictObject({ after: z.optional(personId) })

export const member = z.strictObject({ id: personId, name: z.string(), isGuest: z.boolean() })
export const memberList = z.strictObject({ members: z.array(member), more: z.boolean() })

/** The wire format of a refusal. */
export const failure = z.strictObject({
  code: z.enum(Object.keys(failures) as [FailureCode, ...FailureCode[]]),
  say: z.string(),
  retryable: z.boolean(),
  retryAfterMs: z.optional(z.number()),
  detail: z.optional(z.string()),
})

/** RFC 9457: the body of every refused REST request, as application/problem+json. */
export const problem = z.extend(z.omit(failure, { say: true }), {
  type: z.string(),
  title: z.string(),
  status: z.int(),
})
