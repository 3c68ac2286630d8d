import type { Failure } from '@parley/protocol'
import { useState } from 'react'

/** True from the moment on at which the server asked for a code: the field stays while the person types. */
export function useWantsCode(failure: Failure | null): boolean {
  const [wasAsked, setAsked] = useState(false)
  const isAsked = wasAsked || failure?.code === 'needs-code'
  if (isAsked && !wasAsked) setAsked(true)
  return isAsked
}
