import { useParley } from '@parley/client/react'
import { guestJoin, parse, type Failure } from '@parley/protocol'
import { useState, useTransition } from 'react'
import { createDrafts } from '@/drafts/drafts'

/** Joins by a name. `onJoined` may go to another page; until that stands here, it counts as joining. */
export function useJoin(onJoined: () => void) {
  const parley = useParley()
  // Of nobody yet, in this tab: the name outlives a reload, and goes when it is taken.
  const [drafts] = useState(() => createDrafts({ owner: 'nobody', storage: () => window.sessionStorage }))
  const [failure, setFailure] = useState<Failure | null>(null)
  const [isJoining, startJoining] = useTransition()

  function join(name: string) {
    startJoining(async () => {
      // The server's own rule, asked here first: what is wrong with a name is said at once.
      const checked = parse(guestJoin, { name })
      const result = checked.ok ? await parley.joinAsGuest(checked.value.name) : checked
      if (!result.ok) return setFailure(named(result.failure))
      drafts.forget()
      startJoining(onJoined)
    })
  }

  return { drafts, join, failure, isJoining, forget: () => setFailure(null) }
}

/** Where the cookie must be allowed stands in the address bar, but not in everybody's. */
function named(failure: Failure): Failure {
  if (failure.code !== 'no-cookie') return failure
  return {
    ...failure,
    say: `Joining needs a cookie: allow cookies for ${window.location.host}, then join again.`,
  }
}
