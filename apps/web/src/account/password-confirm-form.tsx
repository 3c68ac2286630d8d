import type { Failure } from '@parley/protocol'
import { Button, TextField } from '@parley/ui'
import { useState, type SubmitEvent } from 'react'

export interface PasswordConfirmFormProps {
  userName: string
  action: string
  run: (password: string) => void
  failure: Failure | null
  isBusy: boolean
  forget: () => void
  onCancel: () => void
}

/** What opens the account wants the password once more: somebody else may sit at this browser. */
export function PasswordConfirmForm({ userName, action, onCancel, ...request }: PasswordConfirmFormProps) {
  const { run, failure, isBusy, forget } = request
  const [password, setPassword] = useState('')

  function submit(event: SubmitEvent) {
    event.preventDefault()
    run(password)
  }

  return (
    <form onSubmit={submit} onChange={forget} noValidate className="grid gap-3">
      <input type="text" name="username" autoComplete="username" value={userName} readOnly hidden />
      <TextField
        label="Your password"
        name="password"
        type="password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={failure?.code === 'wrong-password' ? 'This is not your password.' : failure?.say}
        autoFocus
        autoComplete="current-password"
      />
      <div className="flex justify-end gap-2 pt-1">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" kind="primary" aria-disabled={isBusy}>
          {action}
        </Button>
      </div>
    </form>
  )
}
