import type { Failure } from '@parley/protocol'
import { Button } from '@parley/ui'
import { useState } from 'react'
import { Wordmark } from '@/brand/wordmark'
import type { Drafts } from '@/drafts/drafts'
import { DraftsContext } from '@/drafts/drafts-context'
import { SignInPanel } from '@/account/sign-in-panel'
import { JoinForm } from './join-form'
import { JoinPicture } from './join-picture'

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
    <main className="relative isolate grid min-h-dvh place-items-center overflow-hidden bg-canvas p-4">
      <JoinPicture />
      <section className="grid w-full max-w-[23rem] gap-6 rounded-card bg-raised p-6 shadow-float pair:p-8">
        <Wordmark />
        {hasAccount ? (
          <SignInPanel onSignedIn={onSignedIn} onBack={() => setHasAccount(false)} />
        ) : (
          <>
            <header className="grid gap-1">
              <h1 className="text-24 font-semibold tracking-[-0.015em] text-balance">Come in and talk</h1>
              <p className="text-14 text-pretty text-muted">
                You join {place} at once, as a guest. No account, no password.
              </p>
            </header>
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
      </section>
    </main>
  )
}
