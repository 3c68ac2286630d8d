import { useParley } from '@parley/client/react'
import type { Account } from '@parley/protocol/accounts'
import { Dialog } from '@parley/ui/overlays'
import { useEffect, useState } from 'react'
import { AccountRow } from './account-row'
import { PasskeyPage } from './passkey-page'
import { PasswordForm } from './password-form'
import { RecoveryCodes } from './recovery-codes'
import { RecoveryLinkForm } from './recovery-link-form'
import { RenewCodesForm } from './renew-codes-form'
import { SecondFactorPage } from './second-factor-page'
import { SessionList } from './session-list'

type Page = 'overview' | 'password' | 'codes' | 'link' | 'second factor' | 'passkeys'

const TITLES: Record<Page, string> = {
  overview: 'Your account',
  password: 'Change your password',
  codes: 'New recovery codes',
  link: 'A link for a lost password',
  'second factor': 'Authenticator app',
  passkeys: 'Passkeys',
}

/** Where one is signed in, the password, the recovery codes. */
export function AccountDialog({
  isOpen,
  onOpenChange,
}: {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}) {
  const { account } = useParley()
  const [page, setPage] = useState<Page>('overview')
  const [about, setAbout] = useState<Account | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)

  useEffect(() => {
    let isWanted = isOpen
    if (isOpen) void account.get().then((result) => isWanted && result.ok && setAbout(result.value))
    return () => {
      isWanted = false
    }
  }, [account, isOpen, page])

  function back() {
    setCodes(null)
    setPage('overview')
  }

  function close(isOpenNow: boolean) {
    if (!isOpenNow) back()
    onOpenChange(isOpenNow)
  }

  return (
    <Dialog
      title={TITLES[page]}
      description={descriptionOf(page, about)}
      isOpen={isOpen}
      onOpenChange={close}
      isDismissible={!codes}
    >
      {page === 'password' && <PasswordForm userName={about?.userName ?? ''} onDone={back} />}
      {page === 'codes' && !codes && (
        <RenewCodesForm userName={about?.userName ?? ''} onCodes={setCodes} onCancel={back} />
      )}
      {page === 'codes' && codes && <RecoveryCodes codes={codes} onKept={back} />}
      {page === 'second factor' && about?.userName && (
        <SecondFactorPage userName={about.userName} isOn={about.hasSecondFactor} onDone={back} />
      )}
      {page === 'passkeys' && <PasskeyPage userName={about?.userName ?? null} onDone={back} />}
      {page === 'link' && <RecoveryLinkForm onDone={back} />}
      {page === 'overview' && (
        <>
          <SessionList />
          <ul className="grid border-t border-line pt-2">
            {about?.userName !== null && (
              <>
                <AccountRow label="Change password" onSelect={() => setPage('password')} />
                <AccountRow
                  label="Recovery codes"
                  value={about ? `${about.recoveryCodesLeft} left` : undefined}
                  onSelect={() => setPage('codes')}
                />
              </>
            )}
            {about?.userName && (
              <AccountRow
                label="Authenticator app"
                value={about.hasSecondFactor ? 'on' : 'off'}
                onSelect={() => setPage('second factor')}
              />
            )}
            <AccountRow label="Passkeys" onSelect={() => setPage('passkeys')} />
            {about?.role === 'owner' && (
              <AccountRow label="Help somebody back in" onSelect={() => setPage('link')} />
            )}
          </ul>
        </>
      )}
    </Dialog>
  )
}

function descriptionOf(page: Page, about: Account | null): string | undefined {
  if (page === 'password') return 'You are signed out everywhere else.'
  if (page === 'codes') return 'Codes that you got before stop working.'
  if (page === 'second factor' && about?.hasSecondFactor)
    return 'Without it your password is enough to sign in.'
  if (page === 'second factor')
    return 'Signing in then wants a code of the app after the password. A recovery code stands in for it.'
  if (page === 'passkeys')
    return 'You sign in with your device or password manager, without a password and a code.'
  if (page === 'link') return 'With it somebody sets a new password, once, and is signed out everywhere else.'
  if (!about) return undefined
  if (about.userName === null) return about.role === 'owner' ? 'You are the owner.' : undefined
  return about.role === 'owner'
    ? `You sign in as ${about.userName}. You are the owner.`
    : `You sign in as ${about.userName}.`
}
