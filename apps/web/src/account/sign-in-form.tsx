import type { Failure } from '@parley/protocol'
import { Button } from '@parley/ui'
import { useState, type SubmitEvent } from 'react'
import { CodeField } from './code-field'
import { LoginFields } from './login-fields'
import { useWantsCode } from './use-wants-code'

export interface SignInFormProps {
  run: (login: { userName: string; password: string; code?: string }) => void
  failure: Failure | null
  isBusy: boolean
  forget: () => void
}

export function SignInForm({ run, failure, isBusy, forget }: SignInFormProps) {
  const [userName, setUserName] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const wantsCode = useWantsCode(failure)
  const isOfCode = failure?.code === 'wrong-code' || (wantsCode && failure?.code === 'too-fast')

  function submit(event: SubmitEvent) {
    event.preventDefault()
    run({ userName, password, ...(wantsCode && { code }) })
  }

  return (
    <form onSubmit={submit} onChange={forget} noValidate className="grid gap-3">
      <LoginFields
        {...{ userName, password }}
        failure={isOfCode || failure?.code === 'needs-code' ? null : failure}
        onUserName={setUserName}
        onPassword={setPassword}
      />
      {wantsCode && (
        <CodeField
          label="Code of your authenticator app"
          note="or a recovery code"
          code={code}
          onCode={setCode}
          error={isOfCode ? failure?.say : undefined}
        />
      )}
      <Button type="submit" kind="primary" size="large" aria-disabled={isBusy}>
        {isBusy ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  )
}
