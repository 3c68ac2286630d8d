import { useParley } from '@parley/client/react'
import { Button, TextField } from '@parley/ui'
import { useState, type SubmitEvent } from 'react'
import { JoinCardHeader } from '@/join/join-card'
import { LoginFields } from './login-fields'
import { useAccountAction } from './use-account-action'

export interface NewAccountFormProps {
  /** A guest keeps this name, and everything else; null: a new person. */
  guestName: string | null
  onCodes: (codes: readonly string[]) => void
  onSignIn: () => void
}

/** An account for the one who will own the installation. */
export function NewAccountForm({ guestName, onCodes, onSignIn }: NewAccountFormProps) {
  const { account } = useParley()
  const [name, setName] = useState('')
  const [userName, setUserName] = useState('')
  const [password, setPassword] = useState('')
  const { run, failure, isBusy, forget } = useAccountAction(account.create, ({ recoveryCodes }) =>
    onCodes(recoveryCodes),
  )
  const isOfName = failure?.code.startsWith('name-') || failure?.code === 'bad-text'

  function submit(event: SubmitEvent) {
    event.preventDefault()
    run(guestName === null ? { name, userName, password } : { userName, password })
  }

  return (
    <>
      <JoinCardHeader title="Make this Parley yours">
        {guestName === null
          ? 'The owner has an account. Make one here.'
          : `The owner has an account. You stay ${guestName}.`}
      </JoinCardHeader>
      <form onSubmit={submit} onChange={forget} noValidate className="grid gap-3">
        {guestName === null && (
          <TextField
            label="Your name"
            name="name"
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={isOfName ? failure?.say : undefined}
            autoFocus
            autoComplete="nickname"
            spellCheck={false}
            dir="auto"
          />
        )}
        <LoginFields
          {...{ userName, password }}
          failure={isOfName ? null : failure}
          onUserName={setUserName}
          onPassword={setPassword}
          isNew
          hasFocus={guestName !== null}
        />
        <Button type="submit" kind="primary" size="large" aria-disabled={isBusy}>
          {isBusy ? 'Making it…' : 'Make an account'}
        </Button>
      </form>
      <p className="text-13 text-muted">
        Have an account?{' '}
        <Button kind="link" size="inline" onClick={onSignIn}>
          Sign in
        </Button>
      </p>
    </>
  )
}
