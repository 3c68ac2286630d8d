'use client'
import { useParley } from '@parley/client/react'
import type { Failure } from '@parley/protocol'
import { Button, TextField } from '@parley/ui'
import { useRouter } from 'next/navigation'
import { useState, type SubmitEvent } from 'react'
import { JoinCard, JoinCardHeader } from '@/join/join-card'
import { lobbyAddress } from '@/room-address'
import { useAccountAction } from './use-account-action'
import { useLinkToken } from './use-link-token'

/** The page of a link that the owner made for somebody who lost the password. */
export function RecoverPage() {
  const router = useRouter()
  const { account } = useParley()
  const token = useLinkToken()
  const [password, setPassword] = useState('')
  const { run, failure, isBusy, forget } = useAccountAction(account.recoverByLink, () =>
    router.replace(lobbyAddress(window.location.search)),
  )

  function submit(event: SubmitEvent) {
    event.preventDefault()
    run({ token: token ?? '', password })
  }

  return (
    <JoinCard>
      <JoinCardHeader title="Set a new password">
        This link works once, and signs you out everywhere else.
      </JoinCardHeader>
      <form onSubmit={submit} onChange={forget} noValidate className="grid gap-3">
        <TextField
          label="New password"
          note="8 characters or more"
          name="password"
          type="password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          error={failure ? sayOf(failure) : undefined}
          autoFocus
          autoComplete="new-password"
          enterKeyHint="go"
        />
        <Button type="submit" kind="primary" size="large" aria-disabled={isBusy}>
          {isBusy ? 'Setting…' : 'Set the password and sign in'}
        </Button>
      </form>
    </JoinCard>
  )
}

function sayOf({ code, say }: Failure): string {
  return code === 'link-used' ? `${say} Ask for a new one.` : say
}
