import type { MessageChanging } from '@parley/client'
import type { Failure } from '@parley/protocol'
import { Button } from '@parley/ui'

const SAYS = {
  edit: 'Not changed.',
  deletion: 'Not deleted.',
  reaction: 'Reaction not sent.',
} as const

export interface ChangeFailedProps {
  kind: MessageChanging['kind']
  failure: Failure
  onRetry: () => void
  onDiscard: () => void
}

/** A change that was refused. Above stands the message as it is for everybody. */
export function ChangeFailed({ kind, failure, onRetry, onDiscard }: ChangeFailedProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-danger">
      <p>
        <span className="font-medium">{SAYS[kind]}</span> {failure.say}
      </p>
      <div className="flex gap-3 touch:-ms-2 touch:gap-1">
        <Button kind="link" size="inline" onClick={onRetry}>
          Retry
        </Button>
        <Button kind="link" size="inline" onClick={onDiscard}>
          Leave it
        </Button>
      </div>
    </div>
  )
}
