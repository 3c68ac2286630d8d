import { useParley } from '@parley/client/react'
import { Button } from '@parley/ui'
import { Dialog } from '@parley/ui/overlays'
import { useState, type SubmitEvent } from 'react'
import { ProviderSignIn } from './provider-sign-in'
import { LoginFields } from './login-fields'
import { RecoveryCodes } from './recovery-codes'
import { useAccountAction } from './use-account-action'

/** Gives the current guest an account. It stays open until the codes are kept: they are shown only once. */
export function CreateAccountDialog({
  isOpen,
  onOpenChange,
}: {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}) {
  const { account } = useParley()
  const [userName, setUserName] = useState('')
  const [password, setPassword] = useState('')
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const { run, failure, isBusy, forget } = useAccountAction(account.create, ({ recoveryCodes }) => {
    setPassword('')
    setCodes(recoveryCodes)
  })

  function submit(event: SubmitEvent) {
    event.preventDefault()
    run({ userName, password })
  }

  if (codes) {
    return (
      <Dialog
        title="Keep these recovery codes"
        description="Each sets a new password once, should you forget yours. They are shown only now."
        isOpen={isOpen}
        onOpenChange={onOpenChange}
        isDismissible={false}
      >
        <RecoveryCodes codes={codes} onKept={() => onOpenChange(false)} />
      </Dialog>
    )
  }
  return (
    <Dialog
      title="Make an account"
      description="You stay who you are: your name, rooms and messages stay, and you can come back to them from any device."
      isOpen={isOpen}
      onOpenChange={onOpenChange}
    >
      <form onSubmit={submit} onChange={forget} noValidate className="grid gap-3">
        <LoginFields
          {...{ userName, password, failure }}
          onUserName={setUserName}
          onPassword={setPassword}
          isNew
        />
        <div className="flex justify-end gap-2 pt-1">
          <Button onClick={() => onOpenChange(false)}>Not now</Button>
          <Button type="submit" kind="primary" aria-disabled={isBusy}>
            {isBusy ? 'Making it…' : 'Make an account'}
          </Button>
        </div>
      </form>
      <ProviderSignIn verb="Continue" />
    </Dialog>
  )
}
