import type { Timeline as TimelineState } from '@parley/client'
import { useMemo, useRef } from 'react'
import type { MessageId, PersonId } from '@parley/protocol'
import type { Block } from './blocks'
import { isolate } from '../members/isolate'
import { HistoryStart } from './history-start'
import type { MessageActions } from '../message/message-actions'
import { JumpToLatest } from './jump-to-latest'
import { countUnread } from './rows'
import { TimelineBlock } from './timeline-block'
import { TimelineSpace } from './timeline-space'
import { useAttention } from '../use-attention'
import { useGuests } from '../members/use-guests'
import { useTimelineKeys } from './use-timeline-keys'
import { useTimelineRows } from './use-timeline-rows'
import type { Editing } from '../message/use-message-actions'
import { useVirtualBlocks } from './use-virtual-blocks'
import { useOlder } from './use-older'
import { useReadMark } from './use-read-mark'
import { useScrollAnchor } from './use-scroll-anchor'
import { useSettled } from '../rooms/use-settled'
import { useToday } from './use-today'
import { useUnreadLine } from './use-unread-line'

/** Loaded history counts as settled after this time. Milliseconds. */
const SETTLED_MS = 1_000

export interface TimelineProps {
  timeline: TimelineState
  roomName: string
  personId: PersonId
  readSeq: number
  isLost: boolean
  onLoadOlder: () => void
  onRead: (seq: number) => void
  editing: Editing | null
  actions: MessageActions
}

/**
 * The messages of a room. Only blocks near the view are rendered, the others are a space of their height. The read
 * message stays in place through every change, and a view at the end stays at the end.
 */
export function Timeline(props: TimelineProps) {
  const { timeline, roomName, personId, readSeq, isLost, onLoadOlder, onRead, editing, actions } = props
  const { messages, hasOlder, loadingOlder } = timeline
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const newestSeq = messages.findLast((message) => message.seq !== null)?.seq ?? 0
  const lastUnsentId = messages.findLast((message) => message.seq === null)?.id

  const isAttended = useAttention()

  const { isAtEnd, isFarFromEnd, seenSeq, goToEnd } = useScrollAnchor({
    scroller,
    content,
    isAttended,
    seenBefore: readSeq || newestSeq,
    follow: lastUnsentId,
  })
  const isReading = isAttended && isAtEnd
  const unreadAfter = useUnreadLine(readSeq, isReading)
  useReadMark({ isAttended, seenSeq, readSeq, onRead })
  const guests = useGuests(messages)
  const { blocks } = useTimelineRows(messages, { unreadAfter, personId, guests })
  const { pieces, isWhole, watch } = useVirtualBlocks(blocks, scroller)
  const unseen = useMemo(() => countUnread(messages, seenSeq, personId), [messages, seenSeq, personId])
  const today = useToday()
  const isSettled = useSettled(messages[0]?.id, SETTLED_MS)
  useOlder({ scroller, hasOlder: hasOlder && isWhole, loadingOlder, firstId: messages[0]?.id, onLoadOlder })
  const onKeyDown = useTimelineKeys(scroller)

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-label={`Messages in ${isolate(roomName)}`}
        // New messages at the end are read aloud, not history that loads above or comes into view.
        aria-live={isAtEnd && isSettled ? 'polite' : 'off'}
        aria-busy={loadingOlder}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="flex h-full flex-col overflow-x-hidden overflow-y-auto overscroll-contain [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        <div ref={content} className={messages.length === 0 ? 'my-auto' : 'mt-auto py-4'}>
          <HistoryStart
            hasOlder={hasOlder}
            isLost={isLost}
            isEmpty={messages.length === 0}
            roomName={roomName}
          />
          {pieces.map((piece) =>
            piece.kind === 'space' ? (
              <TimelineSpace key={`space ${piece.keys[0]}`} {...piece} watch={watch} />
            ) : (
              <TimelineBlock
                key={piece.block.key}
                block={piece.block}
                watch={watch}
                personId={personId}
                today={today}
                editing={isIn(piece.block, editing?.messageId) ? editing : null}
                actions={actions}
              />
            ),
          )}
        </div>
      </div>
      <JumpToLatest count={isAtEnd ? 0 : unseen} isFarFromEnd={isFarFromEnd} onClick={goToEnd} />
    </div>
  )
}

function isIn({ rows }: Block, messageId: MessageId | undefined): boolean {
  return messageId !== undefined && rows.some(({ message }) => message.id === messageId)
}
