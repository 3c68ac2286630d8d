import type { Failure } from '@parley/protocol'
import { Button } from '@parley/ui'

export interface SendFailedProps {
  failure: Failure
  onRetry: () => void
  onDiscard: () => void
}

/** The reason of a refused message, and the possible actions. Its text stays above. */
export function SendFailed({ failure, onRetry, onDiscard }: SendFailedProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-danger">
      <p>
        <span className="font-medium">Not sent.</span> {failure.say}
      </p>
      <div className="flex gap-3 touch:-ms-2 touch:gap-1">
        <Button kind="link" size="inline" onClick={onRetry}>
          Retry
        </Button>
        <Button kind="link" size="inline" onClick={onDiscard}>
          Delete
        </Button>
      </div>
    </div>
  )
}
