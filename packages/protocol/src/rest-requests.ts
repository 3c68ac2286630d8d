// What people write in REST requests. Apart from the answers: a page that shows a room needs no rules of names.
import * as z from 'zod/mini'
import { personId, roomId } from './ids'
import { limits } from './limits'
import { name } from './name'
import { roles } from './permissions'
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
  kind: z._default(z.enum(['public', 'private']), 'public'),
})

/** POST /api/v1/direct: the direct room of these people and oneself; the same people always get the same room. */
export const directOpen = z.strictObject({
  people: z.array(personId).check(z.minLength(1), z.maxLength(limits.directPeople - 1)),
})

/** POST /api/v1/rooms/{roomId}/members */
export const memberAdd = z.strictObject({ personId })

/** POST /api/v1/rooms/{roomId}/members/{personId}/role */
export const roleChange = z.strictObject({ role: z.enum(roles) })

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
