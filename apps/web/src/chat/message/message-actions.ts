import type { DraftPlace } from '@/drafts/drafts'

/** The actions on a message of the timeline. */
export interface MessageActions {
  /** Retries a message or a change of one. */
  retry: (id: string) => void
  discard: (id: string) => void
  react: (messageId: string, emoji: string, on: boolean) => void
  /** Turns the text of an own message into a field, in place. The field starts with an unsaved draft, if there is one. */
  beginEdit: (messageId: string) => void
  changeEdit: (body: string) => void
  saveEdit: (body: string) => void
  /** Closes the field and keeps the draft: only `discardEdit` drops it. */
  leaveEdit: () => void
  /** The place where an unsaved edit is kept. */
  editDraftOf: (messageId: string) => DraftPlace
  discardEdit: (messageId: string) => void
  /** Deletes an own message after a question. */
  askToDelete: (messageId: string) => void
  /** Removes a failed own message. Nobody else can see it, so there is no question. */
  remove: (messageId: string) => void
}
