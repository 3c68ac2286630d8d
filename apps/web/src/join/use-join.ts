import { useParley } from '@parley/client/react'
import { guestJoin, parse, type Failure } from '@parley/protocol'
import { useState, useTransition } from 'react'

/** Joins by a name. `onJoined` may walk to another page; until that stands here, it counts as joining. */
export function useJoin(onJoined: () => void) {
  const parley = useParley()
  const [failure, setFailure] = useState<Failure | null>(null)
  const [isJoining, startJoining] = useTransition()

  function join(name: string) {
    startJoining(async () => {
      // The server's own rule, asked here first: what is wrong with a name is said at once.
      const checked = parse(guestJoin, { name })
      const result = checked.ok ? await parley.joinAsGuest(checked.value.name) : checked
      if (!result.ok) return setFailure(result.failure)
      startJoining(onJoined)
    })
  }

  return { join, failure, isJoining, forget: () => setFailure(null) }
}
