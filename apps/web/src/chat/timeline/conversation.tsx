import type { Person, Room } from '@parley/protocol'
import { Button, EmptyState } from '@parley/ui'
import { DeleteDialog } from '@/parts/parts'
import { useEver } from '@/parts/use-ever'
import { Composer } from '../composer/composer'
import type { ConnectionView } from '../connection/connection-view'
import { findMessage } from './find-message'
import { lastEditable } from '../composer/last-own'
import { TimelineSkeleton } from './timeline-skeleton'
import { RoomNotice } from '../composer/room-notice'
import { Timeline } from './timeline'
import { useConversation } from './use-conversation'
import { useMessageActions } from '../message/use-message-actions'
import { useUnreadGap } from './use-unread-gap'

export interface ConversationProps {
  room: Room
  person: Person
  view: ConnectionView
}

/** The messages of one room, and the composer. */
export function Conversation({ room, person, view }: ConversationProps) {
  const talk = useConversation(room.id, view)
  const { timeline } = talk
  const { actions, editing, deletingId, endDelete } = useMessageActions(room.id)
  const wasDeleting = useEver(deletingId !== null)
  const isReaching = useUnreadGap({
    timeline,
    look: talk.look,
    readSeq: room.readSeq,
    isOnline: view.kind === 'online',
    loadOlder: talk.loadOlder,
  })

  /** False if there is none, or it is too far up to be rendered. */
  function editLast(): boolean {
    const last = lastEditable(timeline?.messages ?? [], person.id)
    if (!last || !findMessage(last.id)) return false
    actions.beginEditFromComposer(last.id)
    return true
  }

  return (
    <>
      {timeline?.status === 'failed' ? (
        <div className="grid min-h-0 flex-1 place-items-center">
          <EmptyState
            title="The messages could not be loaded"
            action={<Button onClick={talk.reopen}>Try again</Button>}
          >
            {timeline.failure?.say}
          </EmptyState>
        </div>
      ) : !isReaching && (timeline?.status === 'ready' || timeline?.messages.length) ? (
        <Timeline
          timeline={timeline}
          roomName={room.name}
          personId={person.id}
          readSeq={room.readSeq}
          isLost={talk.isLost}
          onLoadOlder={() => void talk.loadOlder()}
          onRead={talk.markRead}
          editing={editing}
          actions={actions}
        />
      ) : (
        <TimelineSkeleton />
      )}
      <RoomNotice
        view={view}
        liveDelayed={talk.liveDelayed}
        keepsUnsent={talk.keepsUnsent}
        waitingCount={talk.waitingCount}
        onRetryNow={talk.retryNow}
        onReload={() => window.location.reload()}
      />
      <Composer roomId={room.id} roomName={room.name} onSend={talk.send} onEditLast={editLast} />
      {wasDeleting && <DeleteDialog messageId={deletingId} onClose={endDelete} onDelete={actions.remove} />}
    </>
  )
}
