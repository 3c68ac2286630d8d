import { useParley } from '@parley/client/react'
import type { Failure } from '@parley/protocol'
import { useState, useTransition } from 'react'
import { createDrafts } from '@/drafts/drafts'

/** Joins with a name. `onJoined` may go to another page; until that is shown, the state stays "joining". */
export function useJoin(onJoined: () => void) {
  const parley = useParley()
  // Belongs to no person yet and stays in this tab: the name survives a reload, and is removed after joining.
  const [drafts] = useState(() => createDrafts({ owner: 'nobody', storage: () => window.sessionStorage }))
  const [failure, setFailure] = useState<Failure | null>(null)
  const [isJoining, startJoining] = useTransition()

  function join(name: string) {
    startJoining(async () => {
      const result = await parley.joinAsGuest(name)
      if (!result.ok) return setFailure(named(result.failure))
      drafts.forget()
      startJoining(onJoined)
    })
  }

  return { drafts, join, failure, isJoining, forget: () => setFailure(null) }
}

/** Names the site whose cookies must be allowed: not everybody sees an address bar. */
function named(failure: Failure): Failure {
  if (failure.code !== 'no-cookie') return failure
  return {
    ...failure,
    say: `Joining needs a cookie: allow cookies for ${window.location.host}, then join again.`,
  }
}
