import type { TimelineMessage } from '@parley/client'
import { Avatar, classNames, Name } from '@parley/ui'
import { ChangeFailed, EditMessage, MessageToolbar, SendFailed } from '@/parts/parts'
import { initialsOf } from '../members/initials'
import type { MessageActions } from './message-actions'
import { MessageText } from './message-text'
import { hueOf } from '../members/person-hue'
import { Reactions } from './reactions'
import { SendState } from './send-state'
import { formatMoment, formatShortTime, formatTime } from './format-time'
import { UnsavedEdit } from './unsaved-edit'
import { useActive } from './use-active'
import type { Editing } from './use-message-actions'

export interface MessageProps {
  message: TimelineMessage
  startsGroup: boolean
  isOwn: boolean
  /** Set if another author has the same name. */
  tag: string | undefined
  isGuest: boolean
  /** Set while this message is being edited. */
  editing: Editing | null
  actions: MessageActions
}

export function Message({ message, startsGroup, isOwn, tag, isGuest, editing, actions }: MessageProps) {
  const { id, author, at, seq, state, reactions, deleted, changing } = message
  const { isActive, handlers } = useActive()
  const isOnItsWay = state.kind === 'queued' || state.kind === 'sending'
  const canAct = state.kind === 'sent' && !deleted && !editing
  const said = <Said message={message} isOwn={isOwn} />
  return (
    <article
      {...handlers}
      data-message-id={id}
      data-seq={seq ?? undefined}
      data-state={state.kind}
      tabIndex={-1}
      className={classNames(
        'group relative grid animate-arrive grid-cols-[2.25rem_minmax(0,1fr)] gap-x-3 px-3 py-[2px] hover:bg-hover focus-visible:-outline-offset-2 pair:px-4',
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
          title={formatMoment(at)}
          className="pt-[3px] text-end text-12 text-faint tabular-nums opacity-0 transition-opacity group-hover:opacity-100 group-focus:opacity-100 group-focus-within:opacity-100"
        >
          {formatShortTime(at)}
        </time>
      )}
      <div className="relative min-w-0 max-w-[60ch]">
        {startsGroup ? (
          <header className="flex min-w-0 items-baseline gap-2">
            <Name className="text-14 font-semibold" tag={tag} isGuest={isGuest}>
              {author.name}
            </Name>
            <time
              dateTime={new Date(at).toISOString()}
              title={formatMoment(at)}
              className="shrink-0 text-12 text-faint tabular-nums"
            >
              {formatTime(at)}
            </time>
          </header>
        ) : (
          // Not part of a copy: a copy has only the visible text.
          <span className="sr-only select-none">
            <bdi>{author.name}</bdi>
            {tag && ` #${tag}`}:{' '}
          </span>
        )}
        <div data-place={id} className={classNames('text-15', isOnItsWay && 'text-muted')}>
          {editing ? (
            <EditMessage waiting={said} message={message} editing={editing} actions={actions} />
          ) : (
            said
          )}
        </div>
        {isOwn && canAct && (
          <UnsavedEdit
            place={actions.editDraftOf(id)}
            onContinue={() => actions.beginEdit(id)}
            onDiscard={() => actions.discardEdit(id)}
          />
        )}
        <Reactions reactions={reactions} onReact={(emoji, on) => actions.react(id, emoji, on)} />
        {state.kind === 'failed' && (
          <SendFailed
            failure={state.failure}
            onRetry={() => actions.retry(id)}
            onDiscard={() => actions.remove(id)}
          />
        )}
        {changing?.state.kind === 'failed' && (
          <ChangeFailed
            changing={changing}
            failure={changing.state.failure}
            onRetry={() => actions.retry(changing.id)}
            onDiscard={() => actions.discard(changing.id)}
          />
        )}
        {isActive && canAct && <MessageToolbar message={message} isEditable={isOwn} actions={actions} />}
      </div>
    </article>
  )
}

function Said({ message, isOwn }: { message: TimelineMessage; isOwn: boolean }) {
  const { body, state, seq, edited, deleted, changing } = message
  // A change on its way waits like a message.
  const shown = changing && changing.state.kind !== 'failed' ? changing.state : state
  const sign = isOwn && <SendState state={shown} seq={seq} />
  if (deleted) {
    return (
      <p className="text-muted italic">
        This message was deleted.
        {shown.kind !== 'sent' && sign}
      </p>
    )
  }
  return (
    <MessageText text={body}>
      {edited && <span className="ms-2 text-12 text-faint">(edited)</span>}
      {sign}
    </MessageText>
  )
}
