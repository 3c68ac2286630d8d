import { useParley } from '@parley/client/react'
import type { Passkey } from '@parley/protocol/accounts'
import { Button } from '@parley/ui'
import { useEffect, useState } from 'react'
import { addPasskey, canUsePasskeys } from './browser-passkeys'
import { PasswordConfirmForm } from './password-confirm-form'
import { useAccountAction } from './use-account-action'

/** The passkeys of this person: the list, and the way to add one. */
export function PasskeyPage({ userName, onDone }: { userName: string | null; onDone: () => void }) {
  const { account } = useParley()
  const [passkeys, setPasskeys] = useState<readonly Passkey[] | null>(null)
  const [say, setSay] = useState<string | null>(null)
  const [isAdding, setAdding] = useState(false)
  /** Counts up where the list is to be loaded again. */
  const [round, setRound] = useState(0)
  const add = useAccountAction((password: string | undefined) => addPasskey(account, password), reload)

  useEffect(() => {
    let isWanted = true
    void account.passkeys().then((result) => {
      if (!isWanted) return
      if (result.ok) setPasskeys(result.value)
      else setSay(result.failure.say)
    })
    return () => {
      isWanted = false
    }
  }, [account, round])

  function reload() {
    setAdding(false)
    setRound((count) => count + 1)
  }

  /** People without a password prove nothing more than their session. */
  function begin() {
    if (userName === null) add.run(undefined)
    else setAdding(true)
  }

  async function remove(id: string) {
    const result = await account.removePasskey(id)
    setSay(result.ok ? null : result.failure.say)
    reload()
  }

  if (isAdding && userName !== null)
    return (
      <PasswordConfirmForm
        {...{ userName, ...add }}
        onCancel={() => setAdding(false)}
        action="Add a passkey"
      />
    )
  return (
    <>
      <div role="alert" className="text-13 text-danger empty:hidden">
        {say ?? (isAdding ? null : add.failure?.say)}
      </div>
      {passkeys?.length === 0 && <p className="text-14 text-muted">You have no passkey yet.</p>}
      <ul aria-label="Passkeys" className="grid max-h-64 gap-1 overflow-y-auto empty:hidden">
        {passkeys?.map(({ id, name, createdAt, lastUsedAt }) => (
          <li key={id} className="flex min-h-11 items-center justify-between gap-2">
            <span className="grid min-w-0">
              <span className="truncate text-14">{name}</span>
              <span className="text-12 text-faint">
                {lastUsedAt === null ? `Added ${dateOf(createdAt)}` : `Used ${dateOf(lastUsedAt)}`}
              </span>
            </span>
            <Button size="small" aria-label={`Remove ${name}`} onClick={() => void remove(id)}>
              Remove
            </Button>
          </li>
        ))}
      </ul>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Back</Button>
        {canUsePasskeys() && (
          <Button kind="primary" aria-disabled={add.isBusy} onClick={begin}>
            Add a passkey
          </Button>
        )}
      </div>
    </>
  )
}

function dateOf(atMs: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(atMs)
}
