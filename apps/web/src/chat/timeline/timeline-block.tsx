import { memo, useEffect, useRef } from 'react'
import type { PersonId } from '@parley/protocol'
import type { Block } from './blocks'
import { DayLine } from './day-line'
import { Message } from '../message/message'
import type { MessageActions } from '../message/message-actions'
import { NewLine } from './new-line'
import type { Editing } from '../message/use-message-actions'
import type { WatchPiece } from './use-virtual-blocks'

export interface TimelineBlockProps {
  block: Block
  watch: WatchPiece
  personId: PersonId
  today: number
  /** Set while one of these messages is being edited. */
  editing: Editing | null
  actions: MessageActions
}

// Measured with 10,000 messages: without memo each new message renders all the blocks in view again.
export const TimelineBlock = memo(function TimelineBlock(props: TimelineBlockProps) {
  const { block, watch, personId, today, editing, actions } = props
  const element = useRef<HTMLDivElement>(null)
  const { key } = block
  useEffect(
    () => (element.current ? watch({ kind: 'block', key }, element.current) : undefined),
    [watch, key],
  )
  return (
    // Layout containment: a block that appears or goes only lays out itself.
    <div ref={element} className="[contain:layout_style]">
      {block.rows.map((row) => (
        <div key={row.message.id}>
          {row.day !== null && <DayLine day={row.day} today={today} />}
          {row.isFirstUnread && <NewLine />}
          <Message
            message={row.message}
            startsGroup={row.startsGroup}
            isOwn={row.message.author.id === personId}
            tag={row.tag}
            isGuest={row.isGuest}
            editing={editing?.messageId === row.message.id ? editing : null}
            actions={actions}
          />
        </div>
      ))}
    </div>
  )
})
