import { useEffect, useEffectEvent, useState } from 'react'
import { createDrafts, type Drafts } from './drafts'

/** The drafts of the person who is here. `onForgotten`: they signed out in another tab, or somebody else came there. */
export function useDraftsOf(personId: string, onForgotten: () => void): Drafts {
  const [drafts] = useState(() => createDrafts({ owner: personId, storage: () => window.localStorage }))
  const tell = useEffectEvent(onForgotten)
  useEffect(() => {
    drafts.begin()
    return drafts.onForgotten(() => tell())
  }, [drafts])
  return drafts
}
