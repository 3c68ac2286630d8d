import type { Room } from '@parley/protocol'
import { classNames, Name } from '@parley/ui'
import { isUnreadRoom } from './room-order'
import { RoomIcon } from './room-icon'
import { RoomLink } from './room-link'

export interface RoomItemProps {
  room: Room
  isCurrent: boolean
  onWalk: (roomId: string) => void
}

export function RoomItem({ room, isCurrent, onWalk }: RoomItemProps) {
  const isUnread = isUnreadRoom(room)
  return (
    <li>
      <RoomLink
        roomId={room.id}
        isCurrent={isCurrent}
        onWalk={onWalk}
        className={isUnread ? 'font-semibold text-ink' : 'text-muted'}
      >
        <RoomIcon isLobby={room.isLobby} />
        <Name className="flex-1">{room.name}</Name>
        {isUnread && (
          <span className={classNames('size-2 shrink-0 rounded-full bg-accent')}>
            <span className="sr-only">unread</span>
          </span>
        )}
      </RoomLink>
    </li>
  )
}
