import type { Failure, Result } from '@parley/protocol'
import { useState } from 'react'

export function useLeave(onLeave: () => Promise<Result<null>>) {
  const [failure, setFailure] = useState<Failure | null>(null)
  const [isBusy, setBusy] = useState(false)

  async function leave() {
    setBusy(true)
    const result = await onLeave()
    setBusy(false)
    if (!result.ok) setFailure(result.failure)
  }

  return { failure, isBusy, leave: () => void leave() }
}
