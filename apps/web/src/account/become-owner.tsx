import { useParley } from '@parley/client/react'
import type { Failure } from '@parley/protocol'
import { Button } from '@parley/ui'
import { JoinCardHeader } from '@/join/join-card'
import { OpenParley } from './open-parley'
import { useAccountAction } from './use-account-action'

export interface BecomeOwnerProps {
  token: string
  name: string
  onDone: () => void
}

export function BecomeOwner({ token, name, onDone }: BecomeOwnerProps) {
  const { account } = useParley()
  const { run, failure, isBusy } = useAccountAction(account.takeOwnership, onDone)

  return (
    <>
      <JoinCardHeader title="Make this Parley yours">
        You are signed in as {name}. The owner helps people back in who lost their password.
      </JoinCardHeader>
      <div className="grid gap-3">
        <Button kind="primary" size="large" aria-disabled={isBusy} onClick={() => run(token)}>
          Become the owner
        </Button>
        <p role="alert" className="text-13 text-danger empty:hidden">
          {failure && sayOf(failure)}
        </p>
        {failure?.code === 'link-used' && <OpenParley />}
      </div>
    </>
  )
}

function sayOf({ code, say }: Failure): string {
  if (code !== 'link-used') return say
  return `${say} As long as nobody is the owner, a server that is started again logs a new one.`
}
