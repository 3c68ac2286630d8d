import { Button } from '@parley/ui'
import { Dialog } from '@parley/ui/overlays'
import { useRef } from 'react'
import type { MessageId } from '@parley/protocol'
import { findMessage } from '../timeline/find-message'

export interface DeleteDialogProps {
  /** Null: the dialog is closed. */
  messageId: MessageId | null
  onClose: () => void
  onDelete: (messageId: MessageId) => void
}

export function DeleteDialog({ messageId, onClose, onDelete }: DeleteDialogProps) {
  const asked = useRef<string>('')

  function decide(isMeant: boolean) {
    asked.current = messageId ?? ''
    if (isMeant && messageId !== null) onDelete(messageId)
    onClose()
  }

  return (
    <Dialog
      title="Delete this message?"
      description="Its text is gone for everybody. That there was a message stays visible."
      isOpen={messageId !== null}
      onOpenChange={() => decide(false)}
      // The button that opened the dialog is gone with the focus.
      returnFocusTo={() => findMessage(asked.current)}
    >
      <div className="flex justify-end gap-2">
        <Button onClick={() => decide(false)}>Keep</Button>
        <Button kind="danger" onClick={() => decide(true)}>
          Delete
        </Button>
      </div>
    </Dialog>
  )
}
