import { useParley } from '@parley/client/react'
import { Button } from '@parley/ui'
import { KeyRound } from 'lucide-react'
import { canUsePasskeys, signInWithPasskey } from './browser-passkeys'
import { useAccountAction } from './use-account-action'

/** Where the browser has passkeys. It needs no name: the passkey knows whose it is. */
export function PasskeySignIn({ onSignedIn }: { onSignedIn: () => void }) {
  const { account } = useParley()
  const { run, failure, isBusy } = useAccountAction(() => signInWithPasskey(account), onSignedIn)

  if (!canUsePasskeys()) return null
  return (
    <div className="grid gap-1">
      <Button size="large" aria-disabled={isBusy} onClick={() => run(undefined)}>
        <KeyRound aria-hidden />
        Sign in with a passkey
      </Button>
      <p role="alert" className="text-13 text-danger empty:hidden">
        {failure?.say}
      </p>
    </div>
  )
}
