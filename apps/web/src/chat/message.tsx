import type { TimelineMessage } from '@parley/client'
import { Avatar, classNames, Name } from '@parley/ui'
import { initialsOf } from './initials'
import { MessageText } from './message-text'
import { hueOf } from './person-hue'
import { SendFailed } from './send-failed'
import { SendState } from './send-state'
import { sayMoment, sayShortTime, sayTime } from './time-words'

export interface MessageProps {
  message: TimelineMessage
  startsGroup: boolean
  isOwn: boolean
  onRetry: (id: string) => void
  onDiscard: (id: string) => void
}

export function Message({ message, startsGroup, isOwn, onRetry, onDiscard }: MessageProps) {
  const { id, author, at, body, seq, state } = message
  const isOnItsWay = state.kind === 'queued' || state.kind === 'sending'
  return (
    <article
      data-message-id={id}
      data-seq={seq ?? undefined}
      data-state={state.kind}
      tabIndex={-1}
      className={classNames(
        'group grid animate-arrive grid-cols-[2.25rem_minmax(0,1fr)] gap-x-3 px-3 py-[2px] hover:bg-hover focus-visible:-outline-offset-2 pair:px-4',
        startsGroup && 'mt-3',
      )}
    >
      {startsGroup ? (
        <div className="pt-[2px]">
          <Avatar initials={initialsOf(author.name)} hue={hueOf(author.id)} />
        </div>
      ) : (
        <time
          dateTime={new Date(at).toISOString()}
          title={sayMoment(at)}
          className="pt-[3px] text-end text-12 text-faint tabular-nums opacity-0 transition-opacity group-hover:opacity-100 group-focus:opacity-100 group-focus-within:opacity-100"
        >
          {sayShortTime(at)}
        </time>
      )}
      <div className="min-w-0 max-w-[60ch]">
        {startsGroup ? (
          <header className="flex min-w-0 items-baseline gap-2">
            <Name className="text-14 font-semibold">{author.name}</Name>
            <time
              dateTime={new Date(at).toISOString()}
              title={sayMoment(at)}
              className="shrink-0 text-12 text-faint tabular-nums"
            >
              {sayTime(at)}
            </time>
          </header>
        ) : (
          <span className="sr-only">{author.name}: </span>
        )}
        <div data-place={id} className={classNames('text-15', isOnItsWay && 'text-muted')}>
          <MessageText text={body}>{isOwn && <SendState state={state} seq={seq} />}</MessageText>
        </div>
        {state.kind === 'failed' && (
          <SendFailed failure={state.failure} onRetry={() => onRetry(id)} onDiscard={() => onDiscard(id)} />
        )}
      </div>
    </article>
  )
}
