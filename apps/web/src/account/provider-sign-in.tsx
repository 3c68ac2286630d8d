import { useParley } from '@parley/client/react'
import { Button } from '@parley/ui'
import { useEffect, useState } from 'react'
import { useAccountAction } from './use-account-action'

/** Where the installation has a provider of OpenID Connect: the page goes there, and comes back signed in. */
export function ProviderSignIn({ verb = 'Sign in' }: { verb?: string }) {
  const { account } = useParley()
  const [label, setLabel] = useState<string | null>(null)
  const { run, failure, isBusy } = useAccountAction(account.beginOidc, (url) => window.location.assign(url))

  useEffect(() => {
    let isWanted = true
    void account.signInWays().then((result) => isWanted && result.ok && setLabel(result.value.oidc))
    return () => {
      isWanted = false
    }
  }, [account])

  if (label === null) return null
  return (
    <div className="grid gap-1">
      <Button size="large" aria-disabled={isBusy} onClick={() => run(undefined)}>
        {verb} with {label}
      </Button>
      <p role="alert" className="text-13 text-danger empty:hidden">
        {failure?.say}
      </p>
    </div>
  )
}
