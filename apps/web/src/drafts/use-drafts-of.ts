import { useEffect, useEffectEvent, useState } from 'react'
import type { PersonId } from '@parley/protocol'
import { createDrafts, type Drafts } from './drafts'

/**
 * The drafts of the signed-in person. `onForgotten`: they signed out in another tab, or another person signed in there.
 */
export function useDraftsOf(personId: PersonId, onForgotten: () => void): Drafts {
  const [drafts] = useState(() => createDrafts({ owner: personId, storage: () => window.localStorage }))
  const tell = useEffectEvent(onForgotten)
  useEffect(() => {
    drafts.begin()
    return drafts.onForgotten(() => tell())
  }, [drafts])
  return drafts
}
