import type { Failure, MessageId, RoomId } from '@parley/protocol'
import { useParley } from '@parley/client/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useDrafts } from '@/drafts/drafts-context'
import { focusComposer } from '../composer/focus-composer'
import { findMessage } from '../timeline/find-message'
import type { MessageActions } from './message-actions'

/** An own message that is being edited. Its new text is a draft: it outlives the field, the room and the page. */
export interface Editing {
  messageId: MessageId
  /** An empty text cannot be a draft, so this flag stores it. */
  isEmptied: boolean
  failure: Failure | null
  returnsToComposer: boolean
}

/** The actions on the messages of one room, and the open question, if any. */
export function useMessageActions(roomId: RoomId) {
  const parley = useParley()
  const drafts = useDrafts()
  const [editing, setEditing] = useState<Editing | null>(null)
  const [deletingId, setDeletingId] = useState<string | null>(null)
  const editingNow = useRef(editing)
  useEffect(() => void (editingNow.current = editing), [editing])

  const actions = useMemo(() => {
    const editDraftOf = (messageId: MessageId) => `edit:${roomId}:${messageId}` as const
    const discardEdit = (messageId: MessageId) => drafts.write(editDraftOf(messageId), '')

    function leaveEdit() {
      const left = editingNow.current
      setEditing(null)
      if (!left) return
      if (left.returnsToComposer) focusComposer()
      else findMessage(left.messageId)?.focus()
    }

    function saveEdit(body: string) {
      const messageId = editingNow.current?.messageId
      if (messageId === undefined) return
      const result = parley.edit(roomId, messageId, body)
      if (result.ok) {
        discardEdit(messageId)
        return leaveEdit()
      }
      setEditing((now) => now && { ...now, failure: result.failure })
    }

    function changeEdit(body: string) {
      const messageId = editingNow.current?.messageId
      if (messageId === undefined) return
      drafts.write(editDraftOf(messageId), body)
      setEditing((now) => now && { ...now, isEmptied: body === '', failure: null })
    }

    function begin(messageId: MessageId, returnsToComposer: boolean) {
      setEditing({ messageId, isEmptied: false, failure: null, returnsToComposer })
    }

    return {
      retry: (id) => parley.retry(roomId, id),
      discard: (id) => parley.discard(roomId, id),
      react: (messageId, emoji, on) => void parley.react(roomId, messageId, emoji, on),
      remove: (messageId) => void parley.remove(roomId, messageId),
      editDraftOf,
      discardEdit,
      // Focus returns to where it was: with the mouse it never left the composer.
      beginEdit: (messageId) => begin(messageId, !hasFocus(messageId)),
      beginEditFromComposer: (messageId: MessageId) => begin(messageId, true),
      changeEdit,
      saveEdit,
      leaveEdit,
      askToDelete: setDeletingId,
    } satisfies MessageActions & Record<string, unknown>
  }, [parley, drafts, roomId])

  return { actions, editing, deletingId, endDelete: () => setDeletingId(null) }
}

function hasFocus(messageId: MessageId): boolean {
  return findMessage(messageId)?.contains(document.activeElement) ?? false
}
