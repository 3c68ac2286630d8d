import type { DraftPlace } from '@/drafts/drafts'
import type { MessageId } from '@parley/protocol'

/** The actions on a message of the timeline. */
export interface MessageActions {
  /** Retries a message or a change of one. */
  retry: (id: string) => void
  discard: (id: string) => void
  react: (messageId: MessageId, emoji: string, on: boolean) => void
  /** Turns the text of an own message into a field, in place. The field starts with an unsaved draft, if there is one. */
  beginEdit: (messageId: MessageId) => void
  changeEdit: (body: string) => void
  saveEdit: (body: string) => void
  /** Closes the field and keeps the draft: only `discardEdit` drops it. */
  leaveEdit: () => void
  /** The place where an unsaved edit is kept. */
  editDraftOf: (messageId: MessageId) => DraftPlace
  discardEdit: (messageId: MessageId) => void
  /** Deletes an own message after a question. */
  askToDelete: (messageId: MessageId) => void
  /** Removes a failed own message. Nobody else can see it, so there is no question. */
  remove: (messageId: MessageId) => void
}
