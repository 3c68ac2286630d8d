import { useParley } from '@parley/client/react'
import { Button, TextField } from '@parley/ui'
import { useState, type SubmitEvent } from 'react'
import { useAccountAction } from './use-account-action'

export interface RenewCodesFormProps {
  userName: string
  onCodes: (codes: string[]) => void
  onCancel: () => void
}

/** A code opens the account, so new ones want the password. */
export function RenewCodesForm({ userName, onCodes, onCancel }: RenewCodesFormProps) {
  const { account } = useParley()
  const [password, setPassword] = useState('')
  const { run, failure, isBusy, forget } = useAccountAction(account.renewRecoveryCodes, onCodes)

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
          Make new codes
        </Button>
      </div>
    </form>
  )
}
