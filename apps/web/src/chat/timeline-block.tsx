import { memo, useEffect, useRef } from 'react'
import type { Block } from './blocks'
import { DayLine } from './day-line'
import { Message } from './message'
import type { MessageActs } from './message-acts'
import { NewLine } from './new-line'
import type { Editing } from './use-message-acts'

export interface TimelineBlockProps {
  block: Block
  /** Its height while it is far from the view, and then only that is on the page. */
  farHeight: number | undefined
  watch: (key: number, element: Element) => () => void
  personId: string
  today: number
  /** Set where one of these is being edited. */
  editing: Editing | null
  acts: MessageActs
}

// Measured with 10,000 messages: without memo each new message renders all the blocks in view again.
export const TimelineBlock = memo(function TimelineBlock(props: TimelineBlockProps) {
  const { block, farHeight, watch, personId, today, editing, acts } = props
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => (element.current ? watch(block.key, element.current) : undefined), [watch, block.key])

  if (farHeight !== undefined) return <div ref={element} style={{ height: farHeight }} />
  return (
    <div ref={element}>
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
            acts={acts}
          />
        </div>
      ))}
    </div>
  )
})
