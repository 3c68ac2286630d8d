import { useParley } from '@parley/client/react'
import type { SecondFactorSecret } from '@parley/protocol/accounts'
import { Button } from '@parley/ui'
import { useState, type SubmitEvent } from 'react'
import { CodeField } from './code-field'
import { PasswordConfirmForm } from './password-confirm-form'
import { QrCode } from './qr-code'
import { useAccountAction } from './use-account-action'

export interface SecondFactorPageProps {
  userName: string
  isOn: boolean
  onDone: () => void
}

/** Sets the authenticator app up, or turns it off. */
export function SecondFactorPage({ userName, isOn, onDone }: SecondFactorPageProps) {
  const { account } = useParley()
  const [made, setMade] = useState<SecondFactorSecret | null>(null)
  const begin = useAccountAction(account.beginSecondFactor, setMade)
  const turnOff = useAccountAction(account.turnOffSecondFactor, onDone)

  if (made) return <ConfirmCode made={made} onDone={onDone} />
  return isOn ? (
    <PasswordConfirmForm {...{ userName, onCancel: onDone }} {...turnOff} action="Turn it off" />
  ) : (
    <PasswordConfirmForm {...{ userName, onCancel: onDone }} {...begin} action="Continue" />
  )
}

function ConfirmCode({ made, onDone }: { made: SecondFactorSecret; onDone: () => void }) {
  const { account } = useParley()
  const [code, setCode] = useState('')
  const { run, failure, isBusy, forget } = useAccountAction(account.confirmSecondFactor, onDone)

  function submit(event: SubmitEvent) {
    event.preventDefault()
    run(code)
  }

  return (
    <form onSubmit={submit} onChange={forget} noValidate className="grid gap-4">
      <div className="grid justify-items-center gap-3">
        <QrCode text={made.uri} label="The secret for your authenticator app" />
        <p className="text-13 text-muted">Scan it with your authenticator app, or type the secret:</p>
        <p className="max-w-[21ch] text-center font-mono text-13 select-all">
          {made.secret.replace(/(.{4})(?=.)/g, '$1 ')}
        </p>
      </div>
      <CodeField label="The code that it shows" code={code} onCode={setCode} error={failure?.say} />
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" kind="primary" aria-disabled={isBusy}>
          Turn it on
        </Button>
      </div>
    </form>
  )
}
