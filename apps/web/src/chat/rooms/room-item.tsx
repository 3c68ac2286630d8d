import type { Room, RoomId } from '@parley/protocol'
import { classNames, Name } from '@parley/ui'
import { memo } from 'react'
import { isUnreadRoom } from './room-order'
import { RoomIcon } from './room-icon'
import { RoomLink } from './room-link'

export interface RoomItemProps {
  room: Room
  isCurrent: boolean
  onNavigate: (roomId: RoomId) => void
  onPress: (roomId: RoomId) => void
  /** Position in the list, from 1, and the length of the list. */
  position: number
  count: number
  /** The height of the rooms before it that are not rendered. Pixels. */
  spaceBefore: number
}

// A navigation changes two rooms of a list that may have a thousand.
export const RoomItem = memo(function RoomItem(props: RoomItemProps) {
  const { room, isCurrent, onNavigate, onPress, position, count, spaceBefore } = props
  const isUnread = isUnreadRoom(room)
  return (
    <li
      aria-posinset={position}
      aria-setsize={count}
      style={spaceBefore > 0 ? { marginTop: spaceBefore } : undefined}
    >
      <RoomLink
        roomId={room.id}
        isCurrent={isCurrent}
        onNavigate={onNavigate}
        onPress={onPress}
        className={isUnread ? 'font-semibold text-ink' : 'text-muted'}
      >
        <RoomIcon room={room} />
        <Name className="flex-1">{room.name}</Name>
        {isUnread && (
          <span className={classNames('size-2 shrink-0 rounded-full bg-accent')}>
            <span className="sr-only">unread</span>
          </span>
        )}
      </RoomLink>
    </li>
  )
})
