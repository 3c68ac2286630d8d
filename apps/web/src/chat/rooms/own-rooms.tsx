import type { Room, RoomId } from '@parley/protocol'
import { RoomItem } from './room-item'
import { useListWindow } from './use-list-window'

export interface OwnRoomsProps {
  own: readonly Room[]
  roomId: RoomId | null
  onNavigate: (roomId: RoomId) => void
  /** Loads the messages while the pointer is still down. */
  onPress: (roomId: RoomId) => void
}

/**
 * A person may be in a thousand rooms: only those near the view are rendered, and each has its position in the whole
 * list.
 */
export function OwnRooms({ own, roomId, onNavigate, onPress }: OwnRoomsProps) {
  const { rows, rowHeight, skippedAtEnd, list } = useListWindow(own.length)
  return (
    <ul
      {...list}
      aria-label="Your rooms"
      className="flow-root"
      style={{ paddingBottom: skippedAtEnd * rowHeight }}
    >
      {rows.map(({ index, skipped }) => {
        const room = own[index]
        return (
          room && (
            <RoomItem
              key={room.id}
              room={room}
              isCurrent={room.id === roomId}
              onNavigate={onNavigate}
              onPress={onPress}
              position={index + 1}
              count={own.length}
              spaceBefore={skipped * rowHeight}
            />
          )
        )
      })}
    </ul>
  )
}
