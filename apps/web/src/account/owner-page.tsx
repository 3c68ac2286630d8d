'use client'
import { useParley, usePerson } from '@parley/client/react'
import { useEffect, useState } from 'react'
import { JoinCard, JoinCardHeader } from '@/join/join-card'
import { BecomeOwner } from './become-owner'
import { NewAccountForm } from './new-account-form'
import { OpenParley } from './open-parley'
import { RecoveryCodes } from './recovery-codes'
import { SignInPanel } from './sign-in-panel'
import { useLinkToken } from './use-link-token'

type Step = 'account' | 'sign in' | 'done'

/** The page of the link that makes its first user the owner: an account first, then one press. */
export function OwnerPage() {
  const parley = useParley()
  const person = usePerson()
  const token = useLinkToken()
  const [isKnown, setKnown] = useState(false)
  const [step, setStep] = useState<Step>('account')
  const [codes, setCodes] = useState<readonly string[] | null>(null)

  useEffect(() => {
    void parley.restore().then(() => setKnown(true))
  }, [parley])

  if (token === null || !isKnown) return <JoinCard>{null}</JoinCard>
  return <JoinCard>{content(token)}</JoinCard>

  function content(token: string) {
    if (step === 'done') {
      return (
        <>
          <JoinCardHeader title="You are the owner">
            Under Account you find what only you can do: a link for somebody who lost their password.
          </JoinCardHeader>
          <OpenParley />
        </>
      )
    }
    if (codes) {
      return (
        <>
          <JoinCardHeader title="Keep these recovery codes">
            Each sets a new password once, should you forget yours. They are shown only now.
          </JoinCardHeader>
          <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />
        </>
      )
    }
    if (person && !person.isGuest)
      return <BecomeOwner token={token} name={person.name} onDone={() => setStep('done')} />
    if (step === 'sign in') {
      return (
        <SignInPanel
          onSignedIn={() => setStep('account')}
          onBack={() => setStep('account')}
          backTo="Make an account"
        />
      )
    }
    return (
      <NewAccountForm
        guestName={person?.name ?? null}
        onCodes={setCodes}
        onSignIn={() => setStep('sign in')}
      />
    )
  }
}
