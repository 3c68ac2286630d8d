import { createContext, useCallback, useContext, useSyncExternalStore } from 'react'
import type { DraftPlace, Drafts } from './drafts'

export const DraftsContext = createContext<Drafts | null>(null)

export function useDrafts(): Drafts {
  const drafts = useContext(DraftsContext)
  if (!drafts) throw new Error('useDrafts needs a DraftsContext above it.')
  return drafts
}

/** The text of one draft, including edits in other tabs, and the function that writes it. */
export function useDraft(place: DraftPlace): [text: string, write: (text: string) => void] {
  const drafts = useDrafts()
  const subscribe = useCallback((listener: () => void) => drafts.subscribe(place, listener), [drafts, place])
  const text = useSyncExternalStore(
    subscribe,
    () => drafts.read(place),
    () => '',
  )
  const write = useCallback((next: string) => drafts.write(place, next), [drafts, place])
  return [text, write]
}
