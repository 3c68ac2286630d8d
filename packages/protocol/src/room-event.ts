import * as z from 'zod/mini'
import { epoch, messageId, personId, roomId, seq } from './ids'
import { instant } from './instant'
import { limits } from './limits'
import { messageChanges } from './message-changes'
import { storedText } from './text'

// The limits of the requests, checked once more: what stands in the log may have come there past every server.
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

/** Somebody said something. Its id is the message's. */
const messageSaid = z.strictObject({ kind: z.literal('message'), ...inRoom, body })
/** The text of a message is another one now. */
const messageEdited = z.strictObject({ kind: z.literal('edit'), ...ofMessage, body })
/** A message was taken back: its text is gone, its place stays. */
const messageDeleted = z.strictObject({ kind: z.literal('deletion'), ...ofMessage })
/** Somebody reacted to a message with an emoji (`on`), or took that back. */
const messageReacted = z.strictObject({
  kind: z.literal('reaction'),
  ...ofMessage,
  // Which strings are emoji depends on the version of Unicode, so only the server that took it decides that.
  emoji: storedText({ maxPoints: limits.emojiMaxUnits }),
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
  changes: z.optional(messageChanges),
})
export type SequencedEvent = z.infer<typeof sequencedEvent>

/** A message in its place, as it stands. */
export const sequencedMessage = z.extend(sequencedEvent, { event: messageSaid })
export type SequencedMessage = z.infer<typeof sequencedMessage>

export function isMessage(sequenced: SequencedEvent): sequenced is SequencedMessage {
  return sequenced.event.kind === 'message'
}
