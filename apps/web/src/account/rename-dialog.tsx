import { useParley } from '@parley/client/react'
import type { Failure } from '@parley/protocol'
import { Button, TextField } from '@parley/ui'
import { Dialog } from '@parley/ui/overlays'
import { useState, type SubmitEvent } from 'react'
import { useAccountAction } from './use-account-action'

export interface RenameDialogProps {
  name: string
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

export function RenameDialog({ name, isOpen, onOpenChange }: RenameDialogProps) {
  return (
    <Dialog
      title="Change your name"
      description="Everybody sees it at once. What you said before keeps the name that you had then."
      isOpen={isOpen}
      onOpenChange={onOpenChange}
    >
      {/* The field begins with the current name each time. */}
      {isOpen && <RenameForm name={name} onDone={() => onOpenChange(false)} />}
    </Dialog>
  )
}

function RenameForm({ name: before, onDone }: { name: string; onDone: () => void }) {
  const { account } = useParley()
  const [name, setName] = useState(before)
  const { run, failure, isBusy, forget } = useAccountAction(account.rename, onDone)

  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (name === before) onDone()
    else run(name)
  }

  return (
    <form onSubmit={submit} onChange={forget} noValidate className="grid gap-3">
      <TextField
        label="Your name"
        name="name"
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={failure ? sayOf(failure) : undefined}
        autoFocus
        onFocus={(event) => event.target.select()}
        autoComplete="nickname"
        autoCapitalize="words"
        spellCheck={false}
        enterKeyHint="done"
        dir="auto"
      />
      <div className="flex justify-end gap-2 pt-1">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" kind="primary" aria-disabled={isBusy}>
          Change it
        </Button>
      </div>
    </form>
  )
}

/** The wait is minutes here, so the sentence names it. */
function sayOf({ code, say, retryAfterMs = 0 }: Failure): string {
  if (code !== 'too-fast') return say
  const minutes = Math.max(1, Math.ceil(retryAfterMs / 60_000))
  return `You changed your name often. Wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`
}
