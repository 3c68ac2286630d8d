import type { TimelineMessage } from '@parley/client'
import { IconButton } from '@parley/ui'
import { Pencil, Trash2 } from 'lucide-react'
import type { MessageActions } from './message-actions'

const AT_HAND = ['👍', '❤️', '😂', '🎉', '👀']

export interface MessageToolbarProps {
  message: TimelineMessage
  isEditable: boolean
  actions: MessageActions
}

/** The actions on a message. The bar floats over the timeline, so that nothing moves when it appears. */
export function MessageToolbar({ message, isEditable, actions }: MessageToolbarProps) {
  const { id, reactions } = message
  return (
    <div
      role="toolbar"
      aria-label="Message actions"
      aria-live="off"
      // Focus stays where it was: a bar that took it would remain after the mouse has left.
      onMouseDown={(event) => event.preventDefault()}
      className="absolute end-0 top-0 z-10 flex -translate-y-1/2 rounded-card border border-line bg-raised p-[2px] shadow-float"
    >
      {AT_HAND.map((emoji) => {
        const isMine = reactions.some((reaction) => reaction.emoji === emoji && reaction.mine)
        return (
          <IconButton
            key={emoji}
            label={isMine ? `Take back ${emoji}` : `React with ${emoji}`}
            tabIndex={-1}
            aria-pressed={isMine}
            icon={<span className="text-15">{emoji}</span>}
            onClick={() => actions.react(id, emoji, !isMine)}
            className={isMine ? 'bg-accent-soft' : undefined}
          />
        )
      })}
      {isEditable && (
        <>
          <IconButton
            label="Edit"
            tabIndex={-1}
            icon={<Pencil aria-hidden />}
            onClick={() => actions.beginEdit(id)}
          />
          <IconButton
            label="Delete"
            tabIndex={-1}
            icon={<Trash2 aria-hidden />}
            onClick={() => actions.askToDelete(id)}
          />
        </>
      )}
    </div>
  )
}
