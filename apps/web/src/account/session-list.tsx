import { useParley } from '@parley/client/react'
import type { Result } from '@parley/protocol'
import type { Session } from '@parley/protocol/accounts'
import { Button } from '@parley/ui'
import { useEffect, useState } from 'react'
import { describeBrowser } from './describe-browser'

/** Where this person is signed in, and the way to end each. */
export function SessionList() {
  const { account } = useParley()
  const [sessions, setSessions] = useState<readonly Session[] | null>(null)
  const [say, setSay] = useState<string | null>(null)
  /** Counts up where the list is to be loaded again. */
  const [round, setRound] = useState(0)

  useEffect(() => {
    let isWanted = true
    void account.sessions().then((result) => {
      if (!isWanted) return
      if (result.ok) setSessions(result.value)
      else setSay(result.failure.say)
    })
    return () => {
      isWanted = false
    }
  }, [account, round])

  async function end(ending: Promise<Result<null>>) {
    const result = await ending
    setSay(result.ok ? null : result.failure.say)
    setRound((count) => count + 1)
  }

  return (
    <section aria-labelledby="sessions" className="grid gap-2">
      <header className="flex items-center justify-between gap-2">
        <h3 id="sessions" className="text-13 font-semibold text-muted">
          Signed in
        </h3>
        {sessions && sessions.length > 1 && (
          <Button kind="danger" size="small" onClick={() => void end(account.endOtherSessions())}>
            Sign out everywhere else
          </Button>
        )}
      </header>
      <div role="alert" className="text-13 text-danger empty:hidden">
        {say}
      </div>
      <ul className="grid max-h-64 gap-1 overflow-y-auto">
        {sessions?.map((session) => (
          <li key={session.id} className="flex min-h-11 items-center justify-between gap-2">
            <span className="grid min-w-0">
              <span className="truncate text-14">{describeBrowser(session.userAgent)}</span>
              <span className="text-12 text-faint">
                {session.isCurrent ? 'This browser' : `Since ${dateOf(session.createdAt)}`}
              </span>
            </span>
            {!session.isCurrent && (
              <Button size="small" onClick={() => void end(account.endSession(session.id))}>
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function dateOf(atMs: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(atMs)
}
