import type { Parley } from '@parley/client'
import { useParley } from '@parley/client/react'
import { useEffect } from 'react'
import { isMissingCode, mayReload } from './old-build'

/** An open page whose build is gone from the web server loads the new one when it first misses a file. */
export function useNewBuild(): void {
  const parley = useParley()
  useEffect(() => {
    const failed = ({ error }: ErrorEvent) => loadNewBuild(parley, error)
    const rejected = ({ reason }: PromiseRejectionEvent) => loadNewBuild(parley, reason)
    window.addEventListener('error', failed)
    window.addEventListener('unhandledrejection', rejected)
    return () => {
      window.removeEventListener('error', failed)
      window.removeEventListener('unhandledrejection', rejected)
    }
  }, [parley])
}

/** The same for errors that React caught: `error` stopped the page. */
export function useNewBuildAfter(error: unknown): void {
  const parley = useParley()
  useEffect(() => loadNewBuild(parley, error), [parley, error])
}

function loadNewBuild(parley: Parley, error: unknown): void {
  if (!isMissingCode(error)) return
  const { keepsUnsent } = parley.getState()
  if (mayReload({ keepsUnsent, storage: () => window.sessionStorage, now: Date.now() }))
    window.location.reload()
}
