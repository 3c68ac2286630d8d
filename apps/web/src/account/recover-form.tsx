import type { Failure } from '@parley/protocol'
import { Button, TextField } from '@parley/ui'
import { useState, type SubmitEvent } from 'react'
import { CodeField } from './code-field'
import { LoginFields } from './login-fields'
import { useWantsCode } from './use-wants-code'

export interface RecoverFormProps {
  run: (recovery: { userName: string; code: string; secondCode?: string; password: string }) => void
  failure: Failure | null
  isBusy: boolean
  forget: () => void
}

export function RecoverForm({ run, failure, isBusy, forget }: RecoverFormProps) {
  const [userName, setUserName] = useState('')
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const [secondCode, setSecondCode] = useState('')
  const wantsCode = useWantsCode(failure)
  const isOfCode = failure?.code === 'wrong-code'

  function submit(event: SubmitEvent) {
    event.preventDefault()
    run({ userName, code, password, ...(wantsCode && { secondCode }) })
  }

  return (
    <form onSubmit={submit} onChange={forget} noValidate className="grid gap-3">
      <LoginFields
        {...{ userName, password }}
        failure={isOfCode || failure?.code === 'needs-code' ? null : failure}
        onUserName={setUserName}
        onPassword={setPassword}
        isNew
      >
        <TextField
          label="Recovery code"
          name="code"
          value={code}
          onChange={(event) => setCode(event.target.value)}
          error={isOfCode && !wantsCode ? failure.say : undefined}
          placeholder="XXXX-XXXX-XXXX"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          className="font-mono"
        />
      </LoginFields>
      {wantsCode && (
        <CodeField
          label="Code of your authenticator app"
          note="or another recovery code"
          code={secondCode}
          onCode={setSecondCode}
          error={isOfCode ? failure.say : undefined}
        />
      )}
      <Button type="submit" kind="primary" size="large" aria-disabled={isBusy}>
        {isBusy ? 'Setting…' : 'Set the password and sign in'}
      </Button>
    </form>
  )
}
