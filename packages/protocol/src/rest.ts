import * as z from 'zod/mini'
import { failures, type FailureCode } from './failures'
import { personId, roomId, seq } from './ids'
import { limits } from './limits'
import { roles, roomKinds } from './permissions'

// Answers ignore fields that this version does not know: a newer server may send them (protocol page, old clients).

export const person = z.object({ id: personId, name: z.string(), isGuest: z.boolean() })
export type Person = z.infer<typeof person>

/** Query of GET /api/v1/people: one `id` per person, as messages name their authors. */
export const peopleQuery = z.strictObject({
  id: z.union([personId, z.array(personId).check(z.maxLength(limits.peoplePerLookUp))]),
})

/** Unknown and deleted people are left out. */
export const peopleList = z.object({ people: z.array(person) })

/**
 * A room as one person sees it. It is unread if `lastSeq`, the last message that is not deleted, is above `readSeq`. Both
 * are 0 if there is none. `role`: the person's own, null outside the room. `people`: the others in a direct room, which
 * has no name; empty in other rooms.
 */
export const room = z.object({
  id: roomId,
  name: z.string(),
  topic: z.string(),
  isLobby: z.boolean(),
  isMember: z.boolean(),
  memberCount: z.int().check(z.nonnegative()),
  lastSeq: seq,
  readSeq: seq,
  kind: z._default(z.enum(roomKinds), 'public'),
  role: z._default(z.nullable(z.enum(roles)), null),
  people: z._default(z.array(person), []),
})
export type Room = z.infer<typeof room>

export const roomList = z.object({ rooms: z.array(room) })

/**
 * Public rooms that this person is not in, by name. `more`: a next page exists; ask for it with the last room as `after`.
 */
export const directoryPage = z.object({ rooms: z.array(room), more: z.boolean() })

/** Query of GET /api/v1/rooms/{roomId}/members: `after` is the last person of the previous page. */
export const memberQuery = z.strictObject({ after: z.optional(personId) })

export const member = z.object({
  id: personId,
  name: z.string(),
  isGuest: z.boolean(),
  role: z._default(z.enum(roles), 'member'),
})
export type Member = z.infer<typeof member>
export const memberList = z.object({ members: z.array(member), more: z.boolean() })

/** The wire format of a refusal. */
export const failure = z.object({
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
