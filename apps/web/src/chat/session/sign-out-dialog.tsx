import type { Person } from '@parley/protocol'
import { Button } from '@parley/ui'
import { Dialog } from '@parley/ui/overlays'

export interface SignOutDialogProps {
  person: Person
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  onSignOut: () => void
}

/** Asks first: a guest cannot get the same name and rooms back. */
export function SignOutDialog({ person, isOpen, onOpenChange, onSignOut }: SignOutDialogProps) {
  return (
    <Dialog
      title="Sign out?"
      description={
        person.isGuest
          ? 'You are a guest: you cannot come back as the same person. What you said stays; what is not sent yet is dropped.'
          : 'What is not sent yet is dropped.'
      }
      isOpen={isOpen}
      onOpenChange={onOpenChange}
    >
      <div className="flex justify-end gap-2">
        <Button onClick={() => onOpenChange(false)}>Stay</Button>
        <Button kind="danger" onClick={onSignOut}>
          Sign out
        </Button>
      </div>
    </Dialog>
  )
}
