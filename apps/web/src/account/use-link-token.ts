import { useSyncExternalStore } from 'react'

/** The secret part of a one-time link stands behind the #, which no server gets. Null until the page runs in the browser. */
export function useLinkToken(): string | null {
  return useSyncExternalStore(
    onHashChange,
    () => window.location.hash.slice(1),
    () => null,
  )
}

function onHashChange(tell: () => void): () => void {
  window.addEventListener('hashchange', tell)
  return () => window.removeEventListener('hashchange', tell)
}
