import type { Person, Room } from '@parley/protocol'
import { Button, EmptyState } from '@parley/ui'
import { Composer } from './composer'
import type { ConnectionView } from './connection-view'
import { LogSkeleton } from './log-skeleton'
import { RoomNotice } from './room-notice'
import { Timeline } from './timeline'
import { useConversation } from './use-conversation'
import { useUnreadGap } from './use-unread-gap'

export interface ConversationProps {
  room: Room
  person: Person
  view: ConnectionView
}

/** What is said in one room, and where one says something. */
export function Conversation({ room, person, view }: ConversationProps) {
  const talk = useConversation(room.id, view)
  const { timeline } = talk
  const isReaching = useUnreadGap({
    timeline,
    look: talk.look,
    readSeq: room.readSeq,
    isOnline: view.kind === 'online',
    loadOlder: talk.loadOlder,
  })
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
          onRetry={talk.retry}
          onDiscard={talk.discard}
        />
      ) : (
        <LogSkeleton />
      )}
      <RoomNotice
        view={view}
        liveDelayed={talk.liveDelayed}
        keepsUnsent={talk.keepsUnsent}
        waitingCount={talk.waitingCount}
        onRetryNow={talk.retryNow}
        onReload={() => window.location.reload()}
      />
      <Composer roomId={room.id} roomName={room.name} onSend={talk.send} />
    </>
  )
}
