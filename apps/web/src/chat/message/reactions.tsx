import type { MessageReaction } from '@parley/client'
import { classNames, Hint } from '@parley/ui'
import { formatNames } from './reaction-names'

export interface ReactionsProps {
  reactions: readonly MessageReaction[]
  onReact: (emoji: string, on: boolean) => void
}

/** The reactions to a message with their counts; a press adds the same one or removes the own one. */
export function Reactions({ reactions, onReact }: ReactionsProps) {
  if (reactions.length === 0) return null
  return (
    // A screen reader reads new messages aloud; reactions would drown them.
    <ul aria-label="Reactions" aria-live="off" className="flex flex-wrap gap-1 py-1">
      {reactions.map((reaction) => {
        const { emoji, count, mine } = reaction
        const who = formatNames(reaction)
        return (
          <li key={emoji}>
            <Hint text={who}>
              <button
                type="button"
                // The timeline is one tab stop: Enter on a message moves the focus here.
                tabIndex={-1}
                aria-pressed={mine}
                aria-label={`${emoji} ${count}: ${who}`}
                onClick={() => onReact(emoji, !mine)}
                className={classNames(
                  'inline-flex h-6 items-center gap-1 rounded-full border px-2 text-13 tabular-nums transition-colors touch:h-9 touch:px-3',
                  mine
                    ? 'border-accent bg-accent-soft font-semibold text-accent-strong'
                    : 'border-line bg-raised text-muted hover:border-line-strong',
                )}
              >
                <span aria-hidden>{emoji}</span>
                <span aria-hidden>{count.toLocaleString()}</span>
              </button>
            </Hint>
          </li>
        )
      })}
    </ul>
  )
}
