import type { Failure } from '@parley/protocol'
import { Button } from '@parley/ui'
import { useState, type SubmitEvent } from 'react'
import { LoginFields } from './login-fields'

export interface SignInFormProps {
  run: (login: { userName: string; password: string }) => void
  failure: Failure | null
  isBusy: boolean
  forget: () => void
}

export function SignInForm({ run, failure, isBusy, forget }: SignInFormProps) {
  const [userName, setUserName] = useState('')
  const [password, setPassword] = useState('')

  function submit(event: SubmitEvent) {
    event.preventDefault()
    run({ userName, password })
  }

  return (
    <form onSubmit={submit} onChange={forget} noValidate className="grid gap-3">
      <LoginFields {...{ userName, password, failure }} onUserName={setUserName} onPassword={setPassword} />
      <Button type="submit" kind="primary" size="large" aria-disabled={isBusy}>
        {isBusy ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  )
}
