import { useParley } from '@parley/client/react'
import { Button, TextField } from '@parley/ui'
import { useState, type SubmitEvent } from 'react'
import { useAccountAction } from './use-account-action'

export function PasswordForm({ userName, onDone }: { userName: string; onDone: () => void }) {
  const { account } = useParley()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const { run, failure, isBusy, forget } = useAccountAction(account.changePassword, onDone)
  const isOfCurrent = failure?.code === 'wrong-password'

  function submit(event: SubmitEvent) {
    event.preventDefault()
    run({ current, password })
  }

  return (
    <form onSubmit={submit} onChange={forget} noValidate className="grid gap-3">
      {/* For password managers: whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={userName} readOnly hidden />
      <TextField
        label="Password until now"
        name="current"
        type="password"
        value={current}
        onChange={(event) => setCurrent(event.target.value)}
        error={isOfCurrent ? 'This is not your password.' : undefined}
        autoFocus
        autoComplete="current-password"
      />
      <TextField
        label="New password"
        note="8 characters or more"
        name="password"
        type="password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={isOfCurrent ? undefined : failure?.say}
        autoComplete="new-password"
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
