import type { Failure, Result } from '@parley/protocol'
import { useState } from 'react'

/** One request of a form: whether it is on its way, and why it was refused. */
export function useAccountAction<Input, Output>(
  act: (input: Input) => Promise<Result<Output>>,
  onDone: (output: Output) => void,
) {
  const [failure, setFailure] = useState<Failure | null>(null)
  const [isBusy, setBusy] = useState(false)

  async function run(input: Input) {
    if (isBusy) return
    setBusy(true)
    const result = await act(input)
    setBusy(false)
    setFailure(result.ok ? null : result.failure)
    if (result.ok) onDone(result.value)
  }

  return { run: (input: Input) => void run(input), failure, isBusy, forget: () => setFailure(null) }
}
