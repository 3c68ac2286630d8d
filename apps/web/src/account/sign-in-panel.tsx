import { useParley } from '@parley/client/react'
import { Button } from '@parley/ui'
import { useState } from 'react'
import { RecoverForm } from './recover-form'
import { SignInForm } from './sign-in-form'
import { useAccountAction } from './use-account-action'

/** Signs in with a password, or with a recovery code where it is forgotten. */
export function SignInPanel({ onSignedIn, onBack }: { onSignedIn: () => void; onBack: () => void }) {
  const { account } = useParley()
  const [isRecovering, setRecovering] = useState(false)
  const signIn = useAccountAction(account.signIn, onSignedIn)
  const recover = useAccountAction(account.recover, onSignedIn)

  return (
    <div className="grid gap-4">
      <header className="grid gap-1">
        <h1 className="text-24 font-semibold tracking-[-0.015em] text-balance">
          {isRecovering ? 'Set a new password' : 'Sign in'}
        </h1>
        {isRecovering && (
          <p className="text-14 text-pretty text-muted">
            You got recovery codes when you made your account. Each works once, and signs you out everywhere
            else.
          </p>
        )}
      </header>
      {isRecovering ? <RecoverForm {...recover} /> : <SignInForm {...signIn} />}
      <footer className="flex flex-wrap justify-between gap-2">
        <Button kind="link" size="inline" onClick={onBack}>
          Join as a guest
        </Button>
        <Button kind="link" size="inline" onClick={() => setRecovering(!isRecovering)}>
          {isRecovering ? 'I know my password' : 'Forgot your password?'}
        </Button>
      </footer>
    </div>
  )
}
