import type { NewRoom } from '@parley/client'
import type { Failure, Result, Room } from '@parley/protocol'
import { Dialog } from '@parley/ui/overlays'
import { useState } from 'react'
import { useDrafts } from '@/drafts/drafts-context'
import { NewRoomForm } from './new-room-form'

export interface NewRoomDialogProps {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  onCreate: (input: NewRoom) => Promise<Result<Room>>
  onCreated: (room: Room) => void
}

export function NewRoomDialog({ isOpen, onOpenChange, onCreate, onCreated }: NewRoomDialogProps) {
  const drafts = useDrafts()
  const [failure, setFailure] = useState<Failure | null>(null)
  const [isBusy, setBusy] = useState(false)

  async function create(input: NewRoom) {
    setBusy(true)
    const result = await onCreate(input)
    setBusy(false)
    if (!result.ok) return setFailure(result.failure)
    drop()
    onCreated(result.value)
  }

  function drop() {
    drafts.write('new-room:name', '')
    drafts.write('new-room:topic', '')
    close(false)
  }

  // Closing by the way (Escape, a click beside it) keeps the text.
  function close(isOpenNow: boolean) {
    setFailure(null)
    onOpenChange(isOpenNow)
  }

  return (
    <Dialog title="New room" description="A place for one subject." isOpen={isOpen} onOpenChange={close}>
      <NewRoomForm
        failure={failure}
        isBusy={isBusy}
        onCreate={(input) => void create(input)}
        onChange={() => setFailure(null)}
        onCancel={drop}
      />
    </Dialog>
  )
}
