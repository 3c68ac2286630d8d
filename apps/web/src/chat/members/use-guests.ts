import type { TimelineMessage } from '@parley/client'
import { useParley, usePeople, usePerson } from '@parley/client/react'
import { useEffect, useMemo } from 'react'

/** The authors who are guests, as far as that is known by now. */
export function useGuests(messages: readonly TimelineMessage[]): ReadonlySet<string> {
  const parley = useParley()
  const people = usePeople()
  const me = usePerson()

  useEffect(() => parley.lookUpPeople(authorsOf(messages)), [parley, messages])

  return useMemo(() => {
    const known = me ? [...Object.values(people), me] : Object.values(people)
    return new Set(known.filter(({ isGuest }) => isGuest).map(({ id }) => id))
  }, [people, me])
}

function authorsOf(messages: readonly TimelineMessage[]): Set<string> {
  return new Set(messages.map(({ author }) => author.id))
}
