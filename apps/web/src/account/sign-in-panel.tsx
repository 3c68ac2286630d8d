import { useParley } from '@parley/client/react'
import { Button } from '@parley/ui'
import { useState } from 'react'
import { JoinCardHeader } from '@/join/join-card'
import { ProviderSignIn } from './provider-sign-in'
import { PasskeySignIn } from './passkey-sign-in'
import { RecoverForm } from './recover-form'
import { SignInForm } from './sign-in-form'
import { useAccountAction } from './use-account-action'

/** Signs in with a password, or with a recovery code where it is forgotten. */
export function SignInPanel({
  onSignedIn,
  onBack,
  backTo = 'Join as a guest',
}: {
  onSignedIn: () => void
  onBack: () => void
  backTo?: string
}) {
  const { account } = useParley()
  const [isRecovering, setRecovering] = useState(false)
  const signIn = useAccountAction(account.signIn, onSignedIn)
  const recover = useAccountAction(account.recover, onSignedIn)

  return (
    <div className="grid gap-4">
      <JoinCardHeader title={isRecovering ? 'Set a new password' : 'Sign in'}>
        {isRecovering &&
          'You got recovery codes when you made your account. Each works once, and signs you out everywhere else.'}
      </JoinCardHeader>
      {isRecovering ? <RecoverForm {...recover} /> : <SignInForm {...signIn} />}
      {!isRecovering && (
        <div className="grid gap-2">
          <PasskeySignIn onSignedIn={onSignedIn} />
          <ProviderSignIn />
        </div>
      )}
      <footer className="flex flex-wrap justify-between gap-2">
        <Button kind="link" size="inline" onClick={onBack}>
          {backTo}
        </Button>
        <Button kind="link" size="inline" onClick={() => setRecovering(!isRecovering)}>
          {isRecovering ? 'I know my password' : 'Forgot your password?'}
        </Button>
      </footer>
    </div>
  )
}
