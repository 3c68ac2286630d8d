import { useParley } from '@parley/client/react'
import type { RecoveryLink } from '@parley/protocol/accounts'
import { Button, TextField } from '@parley/ui'
import { useState, type SubmitEvent } from 'react'
import { CopyButton } from './copy-button'
import { useAccountAction } from './use-account-action'

/** The owner helps somebody back in who lost the password and the recovery codes. */
export function RecoveryLinkForm({ onDone }: { onDone: () => void }) {
  const { account } = useParley()
  const [userName, setUserName] = useState('')
  const [made, setMade] = useState<RecoveryLink | null>(null)
  const { run, failure, isBusy, forget } = useAccountAction(account.makeRecoveryLink, setMade)

  function submit(event: SubmitEvent) {
    event.preventDefault()
    run(userName)
  }

  if (made) {
    return (
      <div className="grid gap-4">
        <p className="rounded-card border border-line bg-canvas p-4 font-mono text-13 [overflow-wrap:anywhere] select-all">
          {made.link}
        </p>
        <p className="text-13 text-muted">
          It works until {dateOf(made.expiresAt)}. Give it to {userName} and to nobody else: whoever has it
          gets the account.
        </p>
        <div className="flex justify-end gap-2">
          <CopyButton text={made.link} />
          <Button kind="primary" onClick={onDone}>
            Done
          </Button>
        </div>
      </div>
    )
  }
  return (
    <form onSubmit={submit} onChange={forget} noValidate className="grid gap-3">
      <TextField
        label="Their user name"
        name="of"
        value={userName}
        onChange={(event) => setUserName(event.target.value)}
        error={failure?.say}
        autoFocus
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <div className="flex justify-end gap-2 pt-1">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" kind="primary" aria-disabled={isBusy}>
          Make a link
        </Button>
      </div>
    </form>
  )
}

function dateOf(atMs: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(atMs)
}
