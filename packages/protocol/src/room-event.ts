import * as z from 'zod/mini'
import { epoch, messageId, personId, roomId, seq } from './ids'
import { instant } from './instant'
import { limits } from './limits'
import { messageChanges } from './message-changes'
import { storedText } from './text'

// The limits of the requests, checked once more: a record may have come into the log without passing a server.
const body = storedText({ maxPoints: limits.messageMaxPoints, maxBytes: limits.messageMaxBytes })

/** `at` is the server's clock at the append. */
const inRoom = {
  id: messageId,
  roomId,
  authorId: personId,
  authorName: storedText({ maxPoints: limits.nameMaxPoints }),
  at: instant,
}
const ofMessage = { ...inRoom, messageId }

/** A new message. The event's id is the message's id. */
const messageSaid = z.strictObject({ kind: z.literal('message'), ...inRoom, body })
/** A new text for a message. */
const messageEdited = z.strictObject({ kind: z.literal('edit'), ...ofMessage, body })
/** A deleted message: its text is gone, its position stays. */
const messageDeleted = z.strictObject({ kind: z.literal('deletion'), ...ofMessage })
/** A member added an emoji to a message (`on`), or removed it. */
const messageReacted = z.strictObject({
  kind: z.literal('reaction'),
  ...ofMessage,
  // The set of emoji depends on the version of Unicode, so only the server that accepted the event checks it.
  emoji: storedText({ maxPoints: limits.emojiMaxUnits }),
  on: z.boolean(),
})

/** An event that gets a seq in a room. */
export const roomEvent = z.discriminatedUnion('kind', [
  messageSaid,
  messageEdited,
  messageDeleted,
  messageReacted,
])
export type RoomEvent = z.infer<typeof roomEvent>
export type MessageSaid = z.infer<typeof messageSaid>
/** An event that changes an existing message. */
export type MessageChange = Exclude<RoomEvent, MessageSaid>

/** An event with its position. A message comes in its current state: its own `body`, and `changes` if there were any. */
export const sequencedEvent = z.strictObject({
  seq,
  epoch,
  event: roomEvent,
  changes: z.optional(messageChanges),
})
export type SequencedEvent = z.infer<typeof sequencedEvent>

/** A message with its position, in its current state. */
export const sequencedMessage = z.extend(sequencedEvent, { event: messageSaid })
export type SequencedMessage = z.infer<typeof sequencedMessage>

export function isMessage(sequenced: SequencedEvent): sequenced is SequencedMessage {
  return sequenced.event.kind === 'message'
}
