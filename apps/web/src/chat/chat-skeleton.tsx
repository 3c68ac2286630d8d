import { Wordmark } from '@/brand/wordmark'
import { ChatFrame } from './chat-frame'
import { TimelineSkeleton } from './timeline/timeline-skeleton'
import { RoomListSkeleton } from './rooms/room-list-skeleton'

/** The frame, before the person is known. */
export function ChatSkeleton() {
  return (
    <ChatFrame
      shows="room"
      rooms={
        <div>
          <div className="flex h-13 items-center ps-4">
            <Wordmark />
          </div>
          <div className="px-2">
            <RoomListSkeleton />
          </div>
        </div>
      }
      room={
        <div className="flex h-full flex-col">
          <div className="h-13 shrink-0 border-b border-line" />
          <TimelineSkeleton />
        </div>
      }
    />
  )
}
