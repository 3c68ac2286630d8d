import type { Failure } from '@parley/protocol'
import { Button } from '@parley/ui'
import { useState } from 'react'
import type { Drafts } from '@/drafts/drafts'
import { DraftsContext } from '@/drafts/drafts-context'
import { SignInPanel } from '@/account/sign-in-panel'
import { JoinCard, JoinCardHeader } from './join-card'
import { JoinForm } from './join-form'

export interface JoinScreenProps {
  /** Where the person will be: "the lobby", or a room's name. */
  place: string
  drafts: Drafts
  failure: Failure | null
  isJoining: boolean
  onJoin: (name: string) => void
  onChange: () => void
  onSignedIn: () => void
}

export function JoinScreen({ place, drafts, onSignedIn, ...form }: JoinScreenProps) {
  const [hasAccount, setHasAccount] = useState(false)
  return (
    <JoinCard>
      {hasAccount ? (
        <SignInPanel onSignedIn={onSignedIn} onBack={() => setHasAccount(false)} />
      ) : (
        <>
          <JoinCardHeader title="Come in and talk">
            You join {place} at once, as a guest. No account, no password.
          </JoinCardHeader>
          <DraftsContext value={drafts}>
            <JoinForm {...form} />
          </DraftsContext>
          <p className="text-13 text-muted">
            Have an account?{' '}
            <Button kind="link" size="inline" onClick={() => setHasAccount(true)}>
              Sign in
            </Button>
          </p>
        </>
      )}
    </JoinCard>
  )
}
