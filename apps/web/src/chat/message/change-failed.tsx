import type { MessageChanging } from '@parley/client'
import type { Failure } from '@parley/protocol'
import { Button, fewMarks } from '@parley/ui'

const SAYS = {
  edit: 'Not changed.',
  deletion: 'Not deleted.',
  reaction: 'Reaction not sent.',
} as const

export interface ChangeFailedProps {
  changing: Pick<MessageChanging, 'kind' | 'body'>
  failure: Failure
  onRetry: () => void
  onDiscard: () => void
}

/** A refused change. The message above shows its current state; the text of an edit stands only here. */
export function ChangeFailed({ changing: { kind, body }, failure, onRetry, onDiscard }: ChangeFailedProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-danger">
      <p>
        <span className="font-medium">{SAYS[kind]}</span> {failure.say}
      </p>
      {body !== undefined && (
        <blockquote
          dir="auto"
          className="w-full whitespace-pre-wrap border-s-2 border-line-strong ps-2 text-15 text-muted [overflow-wrap:anywhere]"
        >
          {fewMarks(body)}
        </blockquote>
      )}
      <div className="flex gap-3 touch:-ms-2 touch:gap-1">
        {failure.code !== 'message-deleted' && (
          <Button kind="link" size="inline" onClick={onRetry}>
            Retry
          </Button>
        )}
        {body !== undefined && (
          <Button kind="link" size="inline" onClick={() => void navigator.clipboard?.writeText(body)}>
            Copy text
          </Button>
        )}
        <Button kind="link" size="inline" onClick={onDiscard}>
          Leave it
        </Button>
      </div>
    </div>
  )
}
