import type { Failure } from '@parley/protocol'
import { useParley } from '@parley/client/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { focusComposer } from './focus-composer'
import { findMessage } from './find-message'
import type { MessageActs } from './message-acts'

/** An own message that is being edited. The text lives here: its field may leave the page when one scrolls far away. */
export interface Editing {
  messageId: string
  before: string
  body: string
  failure: Failure | null
  returnsToComposer: boolean
}

/** What is done with messages of one room, and what is being asked meanwhile. */
export function useMessageActs(roomId: string) {
  const parley = useParley()
  const [editing, setEditing] = useState<Editing | null>(null)
  const [deletingId, setDeletingId] = useState<string | null>(null)
  const editingNow = useRef(editing)
  useEffect(() => void (editingNow.current = editing), [editing])

  const acts = useMemo(() => {
    function leaveEdit() {
      const left = editingNow.current
      setEditing(null)
      if (left?.returnsToComposer) focusComposer()
      else if (left) findMessage(left.messageId)?.focus()
    }

    function saveEdit() {
      const { messageId, before, body } = editingNow.current ?? {}
      if (messageId === undefined || body === undefined) return
      const result = body.trim() === before ? null : parley.edit(roomId, messageId, body)
      if (!result || result.ok) return leaveEdit()
      setEditing((now) => now && { ...now, failure: result.failure })
    }

    function begin(messageId: string, body: string, returnsToComposer: boolean) {
      setEditing({ messageId, before: body, body, failure: null, returnsToComposer })
    }

    return {
      retry: (id) => parley.retry(roomId, id),
      discard: (id) => parley.discard(roomId, id),
      react: (messageId, emoji, on) => void parley.react(roomId, messageId, emoji, on),
      remove: (messageId) => void parley.remove(roomId, messageId),
      // Focus goes back to where it was: who came with the mouse never left the composer.
      beginEdit: (messageId, body) => begin(messageId, body, !hasFocus(messageId)),
      beginEditFromComposer: (messageId: string, body: string) => begin(messageId, body, true),
      changeEdit: (body) => setEditing((now) => now && { ...now, body, failure: null }),
      saveEdit,
      leaveEdit,
      askToDelete: setDeletingId,
    } satisfies MessageActs & Record<string, unknown>
  }, [parley, roomId])

  return { acts, editing, deletingId, endDelete: () => setDeletingId(null) }
}

function hasFocus(messageId: string): boolean {
  return findMessage(messageId)?.contains(document.activeElement) ?? false
}
