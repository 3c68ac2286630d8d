import type { DraftPlace } from '@/drafts/drafts'

/** What somebody can do with a message that stands in the timeline. */
export interface MessageActions {
  /** Of a message or of a change to one. */
  retry: (id: string) => void
  discard: (id: string) => void
  react: (messageId: string, emoji: string, on: boolean) => void
  /** Of an own message: its text becomes a field, in place. What was written there and not saved stands in it. */
  beginEdit: (messageId: string) => void
  changeEdit: (body: string) => void
  saveEdit: (body: string) => void
  /** Closes the field. What was written is kept: only `discardEdit` drops it. */
  leaveEdit: () => void
  /** Where an edit is kept that is not saved yet. */
  editDraftOf: (messageId: string) => DraftPlace
  discardEdit: (messageId: string) => void
  /** Of an own message; asks first. */
  askToDelete: (messageId: string) => void
  /** Of an own message that failed: nobody else can see it, so nobody is asked. */
  remove: (messageId: string) => void
}
